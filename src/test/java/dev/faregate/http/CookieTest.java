package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.exchange.SessionToken;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in cookies. */
class CookieTest {

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.faregate
            .guard(CredentialKind.SESSION_TOKEN)
            .credentialsFrom(CredentialSource.cookie("session"))
            .build();
    private final SessionToken ada =
            api.faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow();

    private Verdict get(String... lines) {
        return guard.check(FakeRequest.get("/rows", lines), GuardedApi.ENDPOINTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session=%s", "theme=dark; session=%s; lang=en", "session=%s;theme=session=1"})
    void cookieIsFoundAmongOthers(String cookies) {
        Verdict verdict = get("Cookie: " + String.format(cookies, ada.text()));
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void cookiesMayComeInSeveralLinesAsOverHttp2() {
        assertThat(get("Cookie: theme=dark", "Cookie: session=" + ada.text())).isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session=%s; session=old", "session=old; session=%s"})
    void twoOfTheNameAreRefused(String cookies) {
        assertThat(GuardedApi.status(get("Cookie: " + String.format(cookies, ada.text()))))
                .isEqualTo(400);
        assertThat(GuardedApi.status(get("Cookie: session=" + ada.text(), "Cookie: session=old")))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session=%1$s; session=%1$s", "session=%s; session=", "session=; session=%s"})
    void equalAndEmptyOnesOfTheNameAreOne(String cookies) {
        String line = "Cookie: " + String.format(cookies, ada.text());
        assertThat(get(line)).isInstanceOf(Verdict.Admitted.class);
        assertThat(get(line, line)).isInstanceOf(Verdict.Admitted.class);
    }

    /** Browsers send the one for the longer path first (RFC 6265 section 5.4); an old one for the shorter path stays behind it. */
    @Test
    void firstOfTheNameCountsWhereTheFirstCredentialWins() {
        RequestGuard lenient = api.faregate
                .guard(CredentialKind.SESSION_TOKEN)
                .credentialsFrom(CredentialSource.cookie("session"), CredentialSource.bearer())
                .credentialsFrom(CredentialKind.SESSION_TOKEN, CredentialSource.cookie("session"))
                .firstCredentialWins()
                .build();
        for (String[] lines : new String[][] {
            {"Cookie: session=" + ada.text() + "; session=old"},
            {"Cookie: session=; session=" + ada.text() + "; session=old"},
            {"Cookie: session=" + ada.text(), "Cookie: session=old"}
        }) {
            assertThat(lenient.check(FakeRequest.get("/rows", lines), GuardedApi.ENDPOINTS))
                    .isInstanceOf(Verdict.Admitted.class);
        }
        FakeRequest oldFirst = FakeRequest.get("/rows", "Cookie: session=old; session=" + ada.text());
        assertThat(GuardedApi.status(lenient.check(oldFirst, GuardedApi.ENDPOINTS)))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Session=%s",
                "session =%s",
                "xsession=%s",
                "session",
                "session=",
                "theme=session=%s",
                "\"session=%s\""
            })
    void anotherCookieIsNoCredential(String cookies) {
        Verdict.Answered refused = GuardedApi.answered(get("Cookie: " + String.format(cookies, ada.text())));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("This needs a credential: Cookie: session=…");
        assertThat(refused.headers().asMap())
                .containsEntry("WWW-Authenticate", "ApiKey realm=\"api\", cookie=\"session\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session=\"%s\"", "session= %s", "session=%s ", "session=%s,", "session==%s"})
    void anotherSpellingOfTheValueIsInvalid(String cookies) {
        Verdict.Answered refused = GuardedApi.answered(get("Cookie: " + String.format(cookies, ada.text())));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain("This needs a credential");
    }

    @Test
    void readsWhatNoGuardChecks() {
        CredentialSource refresh = CredentialSource.cookie("refresh_token");
        assertThat(refresh.credentialIn(List.of("a=b; refresh_token=x.y"))).contains("x.y");
        assertThat(refresh.credentialIn(List.of("a=b"))).isEmpty();
        assertThat(CredentialSource.bearer().credentialIn(List.of("Token x"))).isEmpty();
        assertThat(CredentialSource.bearer().credentialIn(List.of("Bearer x"))).contains("x");
        assertThatThrownBy(() -> refresh.credentialIn(List.of("refresh_token=x", "refresh_token=y")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Send one credential, once.");
    }

    @Test
    void namesAreToldApartByCase() {
        assertThat(CredentialSource.cookie("session"))
                .isEqualTo(CredentialSource.cookie("session"))
                .isNotEqualTo(CredentialSource.cookie("Session"))
                .isNotEqualTo(CredentialSource.header("session"));
        assertThatThrownBy(() -> CredentialSource.cookie("a=b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("credential cookie: \"a=b\"");
    }
}
