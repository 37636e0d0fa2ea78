package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.Decision;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What tells a shared cache that an answer is one caller's, where the credential is in a header that no cache knows of. */
class SharedCacheTest extends GuardedRows {

    private final Endpoints endpoints = Endpoints.of(
            Endpoint.of("GET /rows"),
            Endpoint.of("POST /rows"),
            Endpoint.of("GET /status").open());

    private RequestGuardBuilder from(CredentialSource... sources) {
        return faregate.guard(CredentialKind.API_TOKEN).credentialsFrom(sources);
    }

    private Map<String, String> headers(RequestGuard guard, String path, String... lines) {
        return guard.check(FakeRequest.get(path, lines), endpoints).headers().asMap();
    }

    @Test
    void answerToAHeaderOfOnesOwnVariesByItAndIsPrivate() {
        RequestGuard guard = from(CredentialSource.header("xc-token")).build();
        assertThat(headers(guard, "/rows", "xc-token: " + reader.secret()))
                .containsEntry("Vary", "xc-token")
                .containsEntry("Cache-Control", "private");
    }

    @Test
    void everyAdmittedAnswerNamesAllHeadersThatMayTellTheCaller() {
        RequestGuard guard = from(
                        CredentialSource.bearer(),
                        CredentialSource.cookie("a"),
                        CredentialSource.cookie("b"),
                        CredentialSource.subprotocol("bearer"))
                .build();
        for (String line : List.of(bearer(reader), "Cookie: b=" + reader.secret())) {
            assertThat(headers(guard, "/rows", line)).containsEntry("Vary", "Cookie, Sec-WebSocket-Protocol");
        }
    }

    @Test
    void cachesKnowOfAuthorization() {
        RequestGuard guard =
                from(CredentialSource.bearer(), CredentialSource.basicUser()).build();
        assertThat(headers(guard, "/rows", bearer(reader))).doesNotContainKeys("Vary", "Cache-Control");
    }

    @Test
    void varyNamesTheOriginAsWell() {
        RequestGuard guard = from(CredentialSource.cookie("session"))
                .cors(Cors.origins("https://app.example"))
                .build();
        String cookie = "Cookie: session=" + reader.secret();
        assertThat(headers(guard, "/rows", cookie)).containsEntry("Vary", "Origin, Cookie");
        assertThat(headers(guard, "/rows", cookie, "Origin: https://app.example"))
                .containsEntry("Vary", "Origin, Cookie")
                .containsEntry("Access-Control-Allow-Origin", "https://app.example");
        assertThat(headers(guard, "/status")).containsEntry("Vary", "Origin").doesNotContainKey("Cache-Control");
    }

    @Test
    void answerOfAnOpenEndpointIsAnyones() {
        RequestGuard guard = from(CredentialSource.cookie("session")).build();
        assertThat(headers(guard, "/status", "Cookie: session=" + reader.secret()))
                .doesNotContainKeys("Vary", "Cache-Control");
    }

    @Test
    void refusalIsStoredByNoCache() {
        RequestGuard guard = from(CredentialSource.cookie("session")).build();
        assertThat(headers(guard, "/rows")).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void formatOfTheApplicationsOwnCarriesItToo() {
        RequestGuard guard = from(CredentialSource.cookie("session"))
                .rateLimitHeaders(new RateLimitHeaders() {
                    @Override
                    public void write(Decision decision, BiConsumer<String, String> headers) {
                        headers.accept("X-Left", Long.toString(decision.remaining()));
                    }

                    @Override
                    public List<String> names() {
                        return List.of("X-Left");
                    }
                })
                .build();
        assertThat(headers(guard, "/rows", "Cookie: session=" + reader.secret()))
                .containsEntry("Vary", "Cookie")
                .containsEntry("Cache-Control", "private")
                .containsEntry("X-Left", "4");
    }

    @Test
    void privateStandsBesideWhatTheApplicationSays() throws Exception {
        RequestGuard guard = from(CredentialSource.cookie("session")).build();
        FakeRequest request = FakeRequest.get("/rows", "Cookie: session=" + reader.secret());
        FakeResponse response = new FakeResponse("Cache-Control: no-store", "Vary: Accept");
        Verdict verdict = guard.check(request, endpoints);
        verdict.writeTo(response);
        assertThat(response.lines())
                .contains("Cache-Control: no-store", "Cache-Control: private", "Vary: Accept", "Vary: Cookie");
        guard.refuse(
                request, (Verdict.Passed) verdict, Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row."), response);
        assertThat(response.lines())
                .containsOnlyOnce("Cache-Control: no-store", "Vary: Accept", "Vary: Cookie")
                .doesNotContain("Cache-Control: private");
    }
}
