package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a refused client is told: RFC 6750, RFC 9470, RFC 9457. */
class ChallengeTest {

    private static final Endpoint ROWS = Endpoint.of("GET /rows");

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.guard().realm("rows & more").build();

    private Verdict.Answered refused(Problem problem) {
        return guard.refuse(FakeRequest.get("/rows"), ROWS, problem);
    }

    private static String challenge(Verdict verdict) {
        return String.valueOf(answered(verdict).headers().get("WWW-Authenticate"));
    }

    @Test
    void missingCredentialIsToldNoErrorCode() {
        assertThat(challenge(guard.check(FakeRequest.get("/rows"), ENDPOINTS)))
                .isEqualTo("Bearer realm=\"rows & more\"");
    }

    @Test
    void insufficientScopeNamesTheScopesThatAreNeeded() {
        Endpoint export = Endpoint.of("GET /export").requiring(Scopes.of("rows", "export"));
        Verdict verdict = guard.check(FakeRequest.get("/export", api.reader()), export, Map.of());
        assertThat(answered(verdict).status()).isEqualTo(403);
        assertThat(challenge(verdict))
                .isEqualTo("Bearer realm=\"rows & more\", error=\"insufficient_scope\", "
                        + "error_description=\"The credential does not allow this operation.\", scope=\"export rows\"");
    }

    @Test
    void descriptionThatTheHeaderCannotHoldIsLeftToTheBody() {
        for (String detail : List.of("Say \"please\".", "a\\b", "caf\u00e9", "a\r\nSet-Cookie: b", "")) {
            Verdict.Answered refused = refused(Problem.of(Problem.Kind.CREDENTIAL_INVALID, detail));
            assertThat(challenge(refused)).isEqualTo("Bearer realm=\"rows & more\", error=\"invalid_token\"");
        }
    }

    @Test
    void staleSessionIsAskedToSignInAnew() {
        Verdict.Answered refused =
                refused(Problem.staleAuthentication("Sign in again to delete.", Duration.ofMinutes(5)));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(challenge(refused))
                .isEqualTo("Bearer realm=\"rows & more\", error=\"insufficient_user_authentication\", "
                        + "error_description=\"Sign in again to delete.\", max_age=\"300\"");
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterIsSentWith429And503AloneAndAllRefusalsAreKeptFromCaches(Problem.Kind kind) {
        RateLimiter limiter = RateLimiter.builder().limit(Limit.perHour(1)).build();
        limiter.take("GET /rows", "ada");
        Problem problem = new Problem(kind, "No.", null, limiter.take("GET /rows", "ada"), Map.of());
        Verdict.Answered refused = refused(problem);
        assertThat(refused.headers().get("Retry-After") != null)
                .isEqualTo(refused.status() == 429 || refused.status() == 503);
        assertThat(refused.headers().get("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.headers().get("WWW-Authenticate") != null)
                .isEqualTo(refused.status() == 401 || kind.errorCode() != null);
    }

    @Test
    void problemTellsMoreIfAsked() {
        Problem problem = Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row.")
                .with("type", "https://api.example/problems/row")
                .with("row", 7)
                .with("tables", List.of("Items"));
        assertThat(refused(problem).body())
                .isEqualTo("{\"type\":\"https://api.example/problems/row\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"No such row.\",\"row\":7,\"tables\":[\"Items\"]}");
        assertThatThrownBy(() -> problem.with("status", 200))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("problem member: \"status\" (expected: none of ");
    }

    @Test
    void writerIsNotAskedForScopesThatTheEndpointDoesNotNeed() {
        Verdict verdict = guard.check(FakeRequest.of("POST", "/rows", api.reader()), ENDPOINTS);
        assertThat(challenge(verdict)).doesNotContain("scope=");
        assertThat(api.issue("writer", Permission.READ_WRITE)).isNotNull();
    }
}
