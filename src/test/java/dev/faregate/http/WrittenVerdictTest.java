package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a framework is told to do with its answer. */
class WrittenVerdictTest extends GuardedRows {

    private static final String ORIGIN = "Origin: https://app.example";
    private static final String EXPOSED = "Access-Control-Expose-Headers: X-RateLimit-Limit, X-RateLimit-Remaining,"
            + " X-RateLimit-Reset, Retry-After, WWW-Authenticate";

    private final RequestGuard open = faregate.guard(CredentialKind.API_TOKEN)
            .cors(Cors.origins("https://app.example"))
            .build();

    @Test
    void whatIsAdmittedHasItsHeadersAndIsNotAnswered() throws IOException {
        FakeResponse response = new FakeResponse("X-RateLimit-Limit: 1000", "Vary: Accept");
        get("/rows", bearer(reader)).writeTo(response);
        assertThat(response.lines())
                .containsExactly(
                        "Vary: Accept", "X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 4", "X-RateLimit-Reset: 1");
    }

    @Test
    void whatIsRefusedIsAnsweredAfterItsHeaders() throws IOException {
        FakeResponse response = new FakeResponse();
        Verdict.Answered refused = refused(get("/rows"));
        refused.writeTo(response);
        assertThat(response.lines())
                .containsExactly(
                        "WWW-Authenticate: Bearer realm=\"api\"",
                        "Cache-Control: no-store",
                        "Content-Type: application/problem+json",
                        "401 " + refused.body());
    }

    @Test
    void preflightIsEnded() throws IOException {
        FakeResponse response = new FakeResponse();
        Verdict verdict = guard.check(
                FakeRequest.of("OPTIONS", "/rows", ORIGIN, "Access-Control-Request-Method: GET"), ENDPOINTS);
        verdict.writeTo(response);
        assertThat(response.lines()).containsExactly("204 ");
    }

    @Test
    void refusalOfWhatWasLetThroughWritesNoListAgain() throws IOException {
        FakeRequest request = FakeRequest.get("/rows/7", bearer(reader), ORIGIN);
        FakeResponse response = new FakeResponse("Vary: Accept");
        Verdict.Admitted admitted = admitted(open.check(request, ENDPOINTS));
        admitted.writeTo(response);
        response.setHeader("Content-Type", "text/csv");
        Problem problem = Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "There is no such row.");
        open.refuse(request, admitted, problem, response);
        assertThat(response.lines())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "Vary: Accept",
                        "Vary: Origin",
                        EXPOSED,
                        "Access-Control-Allow-Origin: https://app.example",
                        "X-RateLimit-Limit: 5",
                        "X-RateLimit-Remaining: 4",
                        "X-RateLimit-Reset: 1",
                        "Cache-Control: no-store",
                        "Content-Type: application/problem+json",
                        "404 {\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                                + "\"detail\":\"There is no such row.\"}"));
    }
}
