package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.micrometer.ApiTokenMeters;
import dev.faregate.integration.micrometer.GuardMeters;
import dev.faregate.integration.micrometer.RateLimitMeters;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicrometerTest {

    private static final Endpoints ENDPOINTS = Endpoints.of(Endpoint.of("GET /rows/{id}"));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RateLimiter limiter = RateLimiter.builder()
            .limit(Limit.perHour(2))
            .listener(new RateLimitMeters(registry))
            .build();
    private final Faregate faregate = Faregate.builder()
            .rateLimiter(limiter)
            .apiTokens(tokens -> tokens.listener(new ApiTokenMeters(registry)))
            .build();
    private final RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN)
            .listener(new GuardMeters(registry))
            .build();

    private String issue(String name) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
    }

    private void get(String path, String credential) {
        guard.check(new Get(path, credential), ENDPOINTS);
    }

    private record Get(String rawPath, String credential) implements RequestView {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public List<String> header(String name) {
            return name.equals("Authorization") ? List.of("Bearer " + credential) : List.of();
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1";
        }
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void requestsAreCountedByRouteOutcomeAndPolicy() {
        String token = issue("test");
        for (int i = 0; i < 5; i++) {
            get("/rows/" + i, token);
        }
        get("/rows/6", token + "x");
        assertThat(count("faregate.requests", "route", "GET /rows/{id}", "outcome", "admitted", "policy", "2/h"))
                .isEqualTo(2);
        assertThat(count("faregate.requests", "route", "GET /rows/{id}", "outcome", "rate_limited", "policy", "2/h"))
                .isEqualTo(3);
        assertThat(count(
                        "faregate.requests",
                        "route",
                        "GET /rows/{id}",
                        "outcome",
                        "credential_invalid",
                        "policy",
                        "none"))
                .isEqualTo(1);
        assertThat(count("faregate.credentials.rejected", "route", "GET /rows/{id}", "reason", "malformed"))
                .isEqualTo(1);
    }

    @Test
    void answersOfTheLimiterAreCountedByRouteOutcomeAndPolicy() {
        String token = issue("test");
        for (int i = 0; i < 5; i++) {
            get("/rows/" + i, token);
        }
        limiter.endpoint("GET /rows/{id}").take("caller", 3);
        Map<String, Double> byOutcome = Map.of("allowed", 2.0, "denied", 3.0, "never", 1.0);
        byOutcome.forEach((outcome, times) -> assertThat(
                        count("faregate.ratelimit", "route", "GET /rows/{id}", "outcome", outcome, "policy", "2/h"))
                .as(outcome)
                .isEqualTo(times));
    }

    @Test
    void whatShadowModeLetsThroughIsCountedApart() {
        RateLimiter shadow = RateLimiter.builder()
                .limit(Limit.perHour(1))
                .listener(new RateLimitMeters(registry))
                .shadow()
                .build();
        shadow.take("GET /shadow", "caller");
        shadow.take("GET /shadow", "caller");
        assertThat(count("faregate.ratelimit", "route", "GET /shadow", "outcome", "allowed"))
                .isEqualTo(1);
        assertThat(count("faregate.ratelimit", "route", "GET /shadow", "outcome", "shadow_denied"))
                .isEqualTo(1);
    }

    @Test
    void callersWithoutABucketOfTheirOwnAreCounted() {
        RateLimiter small = RateLimiter.builder()
                .maxBuckets(1)
                .listener(new RateLimitMeters(registry))
                .build();
        for (int i = 0; i < 1_000; i++) {
            small.take("GET /small", "caller " + i);
        }
        assertThat(count("faregate.ratelimit.overflowed", "route", "GET /small"))
                .isPositive();
    }

    @Test
    void livesOfApiTokensAreCounted() {
        issue("first");
        String leaked = issue("second");
        faregate.tokenIssuer().authenticate(leaked + "x");
        faregate.tokenIssuer().revokeLeaked(leaked);
        assertThat(count("faregate.apitokens", "event", "issued")).isEqualTo(2);
        assertThat(count("faregate.apitokens", "event", "leaked")).isEqualTo(1);
        assertThat(count("faregate.apitokens.rejected", "reason", "malformed")).isEqualTo(1);
    }

    @Test
    void noMeterTellsOfACallerOrAPath() {
        String token = issue("test");
        for (int i = 0; i < 100; i++) {
            get("/rows/" + i, token);
            get("/made-up/" + i, token);
            get("/rows/" + i, "junk-" + i);
        }
        assertThat(registry.getMeters())
                .hasSizeLessThan(30)
                .allSatisfy(meter -> assertThat(meter.getId().toString())
                        .doesNotContain("ada", token, "junk", "made-up", "rows/1")
                        .doesNotContain(faregate.tokenIssuer()
                                .authenticate(token)
                                .orElseThrow()
                                .id()));
    }
}
