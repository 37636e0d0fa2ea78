package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API tokens as user or password of {@code Basic}, as git, Maven and scanners send them. */
class BasicCredentialTest extends GuardedRows {

    private static final String CHALLENGE = "Basic realm=\"api\", charset=\"UTF-8\"";

    private final RequestGuard password = from(CredentialSource.basicPassword());
    private final RequestGuard user = from(CredentialSource.basicUser());
    private final RequestGuard either = from(CredentialSource.basicPassword(), CredentialSource.basicUser());

    private RequestGuard from(CredentialSource... sources) {
        return faregate.guard(CredentialKind.API_TOKEN)
                .credentialsFrom(sources)
                .listener(listener)
                .build();
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict get(RequestGuard guard, String... lines) {
        return guard.check(FakeRequest.get("/rows", lines), ENDPOINTS);
    }

    private static String challenge(Verdict verdict) {
        return String.valueOf(refused(verdict).headers().get("WWW-Authenticate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git:", ":", "Jos\u00e9:", "a b:"})
    void passwordIsTheCredentialWhoeverTheUser(String user) {
        admitted(get(password, basic(user + reader.secret())));
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":x-oauth-basic", ":a:b"})
    void userIsTheCredentialWhateverThePassword(String password) {
        admitted(get(user, basic(reader.secret() + password)));
    }

    @Test
    void firstOfUserAndPasswordThatIsNotEmptyCounts() {
        admitted(get(either, basic("git:" + reader.secret())));
        admitted(get(either, basic(reader.secret() + ":")));
        assertThat(admitted(get(either, basic(writer.secret() + ":" + reader.secret())))
                        .caller()
                        .tokenId())
                .isEqualTo(reader.apiToken().id());
    }

    @Test
    void schemeIsReadInAnyCase() {
        admitted(get(password, basic("git:" + reader.secret()).replace("Basic ", "bASIC  ")));
    }

    @Test
    void requestWithoutACredentialIsChallengedByBasic() {
        for (String line : List.of("Accept: */*", "Authorization: Basic", "Authorization: Basic ", basic("git:"))) {
            Verdict.Answered refused = refused(get(password, line));
            assertThat(refused.status()).as(line).isEqualTo(401);
            assertThat(challenge(refused)).as(line).isEqualTo(CHALLENGE);
            assertThat(refused.body()).as(line).contains("This needs a credential: Authorization: Basic (password)");
        }
        assertThat(challenge(get(user, basic(":x")))).isEqualTo(CHALLENGE);
        assertThat(reasons).isEmpty();
    }

    @Test
    void basicIsAmongTheChallengesWhereverItIsListed() {
        RequestGuard both = from(CredentialSource.bearer(), CredentialSource.basicPassword());
        assertThat(challenge(get(both))).isEqualTo("Bearer realm=\"api\", " + CHALLENGE);
        assertThat(challenge(get(both, "Authorization: Bearer junk")))
                .startsWith("Bearer realm=\"api\", error=\"invalid_token\"")
                .endsWith(", " + CHALLENGE);
        Verdict forbidden = both.check(FakeRequest.of("POST", "/rows", bearer(reader)), ENDPOINTS);
        assertThat(refused(forbidden).status()).isEqualTo(403);
        assertThat(challenge(forbidden)).doesNotContain("Basic");
        admitted(get(both, bearer(reader)));
        admitted(get(both, basic("git:" + reader.secret())));
    }

    /** Not base64, no colon, not UTF-8, a control character. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "secretOfAda",
                "%%%",
                "c2VjcmV0T2ZBZGE=",
                "/zpzZWNyZXRPZkFkYQ==",
                "YQo6c2VjcmV0T2ZBZGE=",
                "YTpi YTpi"
            })
    void malformedPairIsRefusedAndNotRepeated(String encoded) {
        Verdict.Answered refused = refused(get(either, "Authorization: Basic " + encoded));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(challenge(refused)).startsWith(CHALLENGE + ", error=\"invalid_token\", error_description=\"After");
        assertThat(refused.body()).contains("After Basic belongs the base64 of user:password in UTF-8.");
        assertThat(refused.toString() + refused.body())
                .doesNotContain("secretOfAda")
                .doesNotContain(encoded);
        assertThatThrownBy(() -> CredentialSource.basicUser().credentialIn(List.of("Basic " + encoded)))
                .isInstanceOf(RefusedException.class)
                .hasMessageNotContaining("secretOfAda");
    }

    @Test
    void malformedPairBesideACookieIsRefused() {
        RequestGuard both = from(CredentialSource.basicPassword(), CredentialSource.cookie("session"));
        assertThat(refused(get(both, "Authorization: Basic %", "Cookie: session=" + reader.secret()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void pairBesideACookieIsTwoCredentials() {
        RequestGuard both = from(CredentialSource.basicPassword(), CredentialSource.cookie("session"));
        assertThat(refused(get(both, basic("git:" + reader.secret()), "Cookie: session=" + reader.secret()))
                        .status())
                .isEqualTo(400);
        assertThat(refused(get(either, basic("git:" + reader.secret()), basic("git:" + reader.secret())))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void wrongPasswordIsAWrongCredential() {
        assertThat(challenge(get(password, basic("git:secretOfAda"))))
                .startsWith(CHALLENGE + ", error=\"invalid_token\"")
                .doesNotContain("secretOfAda");
        assertThat(reasons).hasSize(1);
    }

    @Test
    void gatewayIsToldTheTextThatHoldsTheCredential() {
        String line = basic("git:" + reader.secret());
        assertThat(password.credentialsOf(FakeRequest.get("/rows", line)))
                .containsExactly(line.substring("Authorization: Basic ".length()));
        assertThat(password.credentialsOf(FakeRequest.get("/rows", basic("git:of-another-service"))))
                .isEmpty();
    }

    @Test
    void readsWhatNoGuardChecks() {
        assertThat(CredentialSource.basicPassword().credentialIn(List.of("Basic YTpi")))
                .contains("b");
        assertThat(CredentialSource.basicUser().credentialIn(List.of("Basic YTpi")))
                .contains("a");
        assertThat(CredentialSource.basicUser().credentialIn(List.of("Bearer YTpi")))
                .isEmpty();
        assertThat(CredentialSource.basicUser())
                .isEqualTo(CredentialSource.basicUser())
                .isNotEqualTo(CredentialSource.basicPassword());
    }
}
