package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.util.ArrayList;
import java.util.List;

/** An API at five requests a second with a reader and a writer, its clocks moved by hand, and what its guard's listener heard. */
abstract class GuardedRows {

    static final Endpoints ENDPOINTS = Endpoints.of(List.of(
            Endpoint.of("GET /rows"),
            Endpoint.of("POST /rows"),
            Endpoint.of("GET /rows/{id}"),
            Endpoint.of("GET /bases/{base}/rows").forResourceIn("base")));

    final MovableClock clock = new MovableClock();
    final ManualClock nanos = new ManualClock();
    final Faregate faregate = Faregate.builder()
            .clock(clock)
            .rateLimiter(
                    RateLimiter.builder().limit(Limit.perSecond(5)).clock(nanos).build())
            .build();
    final List<RejectionReason> reasons = new ArrayList<>();
    final GuardListener listener = new GuardListener() {
        @Override
        public void rejected(String endpoint, RejectionReason reason) {
            reasons.add(reason);
        }
    };
    final RequestGuard guard =
            faregate.guard(CredentialKind.API_TOKEN).listener(listener).build();

    final IssuedApiToken reader = issued("reader", Permission.READ);
    final IssuedApiToken writer = issued("writer", Permission.READ_WRITE);

    IssuedApiToken issued(String name, Permission permission) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("ada"), permission).forResource(Resource.of("inventory")))
                .orElseThrow();
    }

    Verdict get(String path, String... headers) {
        return guard.check(FakeRequest.of("GET", path, headers), ENDPOINTS);
    }

    Verdict post(String path, String... headers) {
        return guard.check(FakeRequest.of("POST", path, headers), ENDPOINTS);
    }

    static String bearer(IssuedApiToken issued) {
        return "Authorization: Bearer " + issued.secret();
    }

    static Verdict.Answered refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Answered.class);
        return (Verdict.Answered) verdict;
    }

    static Verdict.Admitted admitted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
        return (Verdict.Admitted) verdict;
    }
}
