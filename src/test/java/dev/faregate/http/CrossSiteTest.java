package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser sends its cookies with what another site makes it send: nothing may be changed by that. */
class CrossSiteTest {

    private static final String ELSEWHERE = "Sec-Fetch-Site: cross-site";

    private final GuardedApi api = new GuardedApi();
    private final String session =
            api.faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();
    private final CredentialSource cookie = CredentialSource.cookie("__Host-session");
    private final RequestGuard guard = guard(cookie, null);

    private RequestGuard guard(CredentialSource source, @Nullable Cors cors) {
        RequestGuardBuilder builder = api.faregate
                .guard(CredentialKind.SESSION_TOKEN)
                .credentialsFrom(source, CredentialSource.header("X-Session"));
        return (cors == null ? builder : builder.cors(cors)).build();
    }

    private Verdict send(RequestGuard asked, String method, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Host: api.example");
        all.add("Cookie: __Host-session=" + session);
        Endpoints endpoints = Endpoints.of(Endpoint.anyMethod("/rows"));
        return asked.check(FakeRequest.of(method, "/rows", all.toArray(String[]::new)), endpoints);
    }

    private static void assertCrossSite(Verdict verdict) {
        Verdict.Answered answered = GuardedApi.answered(verdict);
        assertThat(answered.status()).isEqualTo(403);
        assertThat(answered.body()).contains("another site");
        assertThat(answered.headers().asMap()).doesNotContainKey("WWW-Authenticate");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, Sec-Fetch-Site: cross-site",
        "DELETE, Sec-Fetch-Site: same-site",
        "PUT, Sec-Fetch-Site: made-up",
        "POST, Origin: https://evil.example",
        "POST, Origin: https://api.example.evil.example",
        "POST, Origin: https://api.example:8443",
        "POST, Origin: null",
        "BREW, Origin: https://evil.example"
    })
    void requestOfAnotherSiteThatChangesSomethingIsRefused(String method, String line) {
        assertCrossSite(send(guard, method, line));
    }

    @Test
    void whatIsSentTwiceIsRefused() {
        assertCrossSite(send(guard, "POST", "Sec-Fetch-Site: same-origin", ELSEWHERE));
        assertCrossSite(send(guard, "POST", "Origin: https://api.example", "Origin: https://evil.example"));
    }

    @Test
    void secFetchSiteCountsBeforeTheOrigin() {
        assertCrossSite(send(guard, "POST", ELSEWHERE, "Origin: https://api.example"));
        assertThat(send(guard, "POST", "Sec-Fetch-Site: same-origin", "Origin: https://proxy.example"))
                .isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: https://api.example",
                "X-None: of both, as clients that are no browsers"
            })
    void requestOfItsOwnSiteIsAdmitted(String line) {
        assertThat(send(guard, "POST", line)).isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void requestThatReadsIsAdmitted(String method) {
        assertThat(send(guard, method, ELSEWHERE)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void handshakeOfAWebSocketCountsAsChanging() {
        assertCrossSite(send(guard, "GET", ELSEWHERE, "Connection: Upgrade", "Upgrade: websocket"));
        assertCrossSite(send(guard, "CONNECT", ELSEWHERE));
        assertThat(send(guard, "GET", "Origin: https://api.example", "Upgrade: websocket"))
                .isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void originThatMayCallWithCookiesIsAdmitted() {
        Cors cors = Cors.origins("https://app.example");
        String line = "Origin: https://app.example";
        assertThat(send(guard(cookie, cors.withCredentials()), "POST", line, "Sec-Fetch-Site: same-site"))
                .isInstanceOf(Verdict.Admitted.class);
        assertCrossSite(send(guard(cookie, cors.withCredentials()), "POST", "Origin: https://evil.example"));
        assertCrossSite(send(guard(cookie, cors), "POST", line));
        assertCrossSite(send(guard(cookie, Cors.anyOrigin()), "POST", line));
    }

    @Test
    void oneCallLiftsIt() {
        assertThat(send(guard(cookie.crossSite(), null), "POST", ELSEWHERE)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void oneCookieIsNotLiftedForOneKindAlone() {
        RequestGuardBuilder builder = api.faregate
                .guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
                .credentialsFrom(CredentialKind.API_TOKEN, cookie.crossSite())
                .credentialsFrom(CredentialKind.SESSION_TOKEN, cookie);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("__Host-session=… with crossSite() and without (expected: one of both)");
    }

    @Test
    void credentialThatNoOtherSiteCanSendIsAdmitted() {
        Endpoints endpoints = Endpoints.of(Endpoint.of("POST /rows"));
        assertThat(guard.check(FakeRequest.of("POST", "/rows", ELSEWHERE, "X-Session: " + session), endpoints))
                .isInstanceOf(Verdict.Admitted.class);
    }
}
