package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An API of three endpoints at five requests a second, its clocks moved by hand, and what its guard's listener heard. */
final class GuardedApi {

    static final Endpoints ENDPOINTS =
            Endpoints.of(Endpoint.of("GET /rows"), Endpoint.of("POST /rows"), Endpoint.of("GET /rows/{id}"));

    final MovableClock clock = new MovableClock();
    final ManualClock nanos = new ManualClock();
    final Faregate faregate = Faregate.builder()
            .clock(clock)
            .rateLimiter(
                    RateLimiter.builder().limit(Limit.perSecond(5)).clock(nanos).build())
            .build();
    private final Faregate elsewhere = Faregate.builder().build();
    private int madeUp;
    final List<RejectionReason> reasons = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final List<StoreUnavailableException> down = new ArrayList<>();
    final GuardListener listener = new GuardListener() {
        @Override
        public void rejected(String endpoint, RejectionReason reason) {
            reasons.add(reason);
        }

        @Override
        public void refused(String endpoint, Problem problem) {
            refusals.add(endpoint + " " + problem.kind());
        }

        @Override
        public void storeUnavailable(String endpoint, StoreUnavailableException exception) {
            down.add(exception);
        }
    };

    /** A guard for API tokens and base tokens. */
    RequestGuardBuilder guard() {
        return faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .listener(listener);
    }

    IssuedApiToken issue(String name, Permission permission) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("ada"), permission))
                .orElseThrow();
    }

    /** The header with a good API token that may read. */
    String reader() {
        return "Authorization: Bearer "
                + issue("reader " + System.nanoTime(), Permission.READ).secret();
    }

    /** The header with a base token that lives for so long. */
    String baseToken(Duration life) {
        String secret = issue("base " + System.nanoTime(), Permission.READ).secret();
        return "Authorization: Bearer "
                + faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(secret).withLife(life))
                        .orElseThrow()
                        .text();
    }

    /** The header with an API token that was never issued here, another one each time. */
    String madeUp() {
        return "Authorization: Bearer " + madeUpSecret();
    }

    String madeUpSecret() {
        return elsewhere
                .tokenIssuer()
                .issue(ApiTokenRequest.of("made up " + madeUp++, Owner.of("mallory " + madeUp), Permission.READ))
                .orElseThrow()
                .secret();
    }

    static int status(Verdict verdict) {
        return verdict instanceof Verdict.Answered answered ? answered.status() : 200;
    }

    static Verdict.Answered answered(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Answered.class);
        return (Verdict.Answered) verdict;
    }
}
