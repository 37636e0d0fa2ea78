package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One request that guards see more than once: a forward, a second filter, an asynchronous dispatch. */
class RequestChecksTest extends GuardedRows {

    private static final Endpoint ROWS = Endpoint.of("GET /rows");
    private static final Endpoint WIPE = Endpoint.of("GET /wipe").requiring(Scopes.of("admin"));
    private static final Endpoint BASE = Endpoint.of("GET /bases/{base}/rows").forResourceIn("base");
    private static final Endpoint PAGE = Endpoint.of("GET /page").open();

    /** A request that keeps its checks, as an adapter's does. */
    private record Dispatched(FakeRequest request, RequestChecks checks) implements RequestView {

        static Dispatched get(String... lines) {
            return new Dispatched(FakeRequest.get("/rows", lines), RequestChecks.begin());
        }

        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String rawPath() {
            return request.rawPath();
        }

        @Override
        public List<String> header(String name) {
            return request.header(name);
        }

        @Override
        public @Nullable String remoteAddress() {
            return request.remoteAddress();
        }
    }

    private long remaining(Endpoint endpoint, String key) {
        return faregate.rateLimiter()
                .endpoint(endpoint.limitName())
                .peek(key, 0)
                .remaining();
    }

    private Verdict check(RequestView request, Endpoint endpoint, String... variables) {
        return guard.check(request, endpoint, variables.length == 0 ? Map.of() : Map.of(variables[0], variables[1]));
    }

    @Test
    void sameEndpointAgainTakesNoPermitAndWritesNoHeaders() {
        Dispatched request = Dispatched.get(bearer(reader));
        Verdict.Admitted first = admitted(check(request, ROWS));
        Verdict.Admitted again = admitted(check(request, ROWS));
        assertThat(again.caller()).isEqualTo(first.caller());
        assertThat(again.headers().asMap()).isEmpty();
        assertThat(remaining(ROWS, reader.apiToken().id())).isEqualTo(4);
        assertThat(request.checks().passed()).isNotNull();
    }

    @Test
    void anotherEndpointOnTheWayChecksItsRequirementAndTakesItsPermit() {
        Dispatched request = Dispatched.get(bearer(reader));
        admitted(check(request, ROWS));
        assertThat(refused(check(request, WIPE)).status()).isEqualTo(403);
        assertThat(request.checks().passed()).isNull();
        assertThat(remaining(ROWS, reader.apiToken().id())).isEqualTo(4);
        Dispatched other = Dispatched.get(bearer(reader));
        admitted(check(other, ROWS));
        admitted(check(other, Endpoint.of("GET /rows/{id}"), "id", "7"));
        assertThat(remaining(Endpoint.of("GET /rows/{id}"), reader.apiToken().id()))
                .isEqualTo(4);
    }

    @Test
    void sameEndpointWithOtherVariablesIsCheckedForItsResource() {
        Dispatched request = Dispatched.get(bearer(reader));
        admitted(check(request, BASE, "base", "inventory"));
        assertThat(refused(check(request, BASE, "base", "elsewhere")).status()).isEqualTo(401);
        assertThat(remaining(BASE, reader.apiToken().id())).isEqualTo(4);
    }

    @Test
    void secondGuardChecksWhatItRequiresOutOfTheSameBucket() {
        RequestGuard baseTokensOnly =
                faregate.guard(CredentialKind.BASE_TOKEN).listener(listener).build();
        RequestGuard second =
                faregate.guard(CredentialKind.API_TOKEN).listener(listener).build();
        Dispatched request = Dispatched.get(bearer(reader));
        admitted(check(request, ROWS));
        assertThat(second.check(request, ROWS, Map.of())).isInstanceOf(Verdict.Admitted.class);
        assertThat(remaining(ROWS, reader.apiToken().id())).isEqualTo(4);
        assertThat(refused(baseTokensOnly.check(request, ROWS, Map.of())).status())
                .isEqualTo(401);
        assertThat(request.checks().passed()).isNull();
        assertThat(request.checks().passed(guard)).isNotNull();
        assertThat(request.checks().passed(baseTokensOnly)).isNull();
    }

    @Test
    void refusedRequestStaysRefusedAtThatEndpoint() {
        Dispatched request = Dispatched.get(bearer(reader));
        assertThat(refused(check(request, WIPE)).status()).isEqualTo(403);
        assertThat(refused(check(request, WIPE)).status()).isEqualTo(403);
        admitted(check(request, ROWS));
    }

    @Test
    void openEndpointTellsNoCallerAfterAGuardedOne() {
        Dispatched request = Dispatched.get(bearer(reader));
        admitted(check(request, ROWS));
        check(request, PAGE);
        assertThat(request.checks().passed()).isInstanceOf(Verdict.Opened.class);
        admitted(check(request, ROWS));
        assertThat(request.checks().passed()).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void listsInHeadersAreWrittenOnce() throws IOException {
        RequestGuard cors = faregate.guard(CredentialKind.API_TOKEN)
                .cors(Cors.origins("https://app.example"))
                .build();
        Dispatched request = Dispatched.get(bearer(reader), "Origin: https://app.example");
        FakeResponse response = new FakeResponse();
        for (Endpoint endpoint : List.of(ROWS, Endpoint.of("GET /other"), WIPE)) {
            cors.check(request, endpoint, Map.of()).writeTo(response);
        }
        for (String name : List.of("Vary", "Access-Control-Expose-Headers", "X-RateLimit-Remaining")) {
            assertThat(response.lines().stream().filter(line -> line.startsWith(name + ": ")))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void requestOfAnotherPermissionIsJudgedAnewWhateverWasSaidBefore() {
        Dispatched request = Dispatched.get(bearer(reader));
        admitted(check(request, ROWS));
        assertThat(refused(check(request, Endpoint.of("GET /rows").requiring(Permission.READ_WRITE)))
                        .status())
                .isEqualTo(403);
    }
}
