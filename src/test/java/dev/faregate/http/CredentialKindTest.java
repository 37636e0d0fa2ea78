package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.RejectionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kinds of credential that stand in places of their own. */
class CredentialKindTest extends GuardedRows {

    private final RequestGuard nocodb = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
            .credentialsFrom(CredentialKind.API_TOKEN, CredentialSource.header("xc-token"), CredentialSource.bearer())
            .credentialsFrom(CredentialKind.SESSION_TOKEN, CredentialSource.header("xc-auth"))
            .firstCredentialWins()
            .listener(listener)
            .build();
    private final String session =
            faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();

    private Verdict check(Endpoint endpoint, String... headers) {
        return nocodb.check(FakeRequest.of("GET", "/rows", headers), endpoint, Map.of());
    }

    @Test
    void eachKindIsGoodOnlyWhereItMayStand() {
        Endpoint rows = Endpoint.of("GET /rows");
        admitted(check(rows, "xc-token: " + reader.secret()));
        admitted(check(rows, bearer(reader)));
        admitted(check(rows, "XC-AUTH: " + session));
        for (String misplaced :
                List.of("xc-token: " + session, "Authorization: Bearer " + session, "xc-auth: " + reader.secret())) {
            assertThat(refused(check(rows, misplaced)).status()).as(misplaced).isEqualTo(401);
            assertThat(reasons).last().isEqualTo(RejectionReason.WRONG_KIND);
        }
    }

    @Test
    void theKindThatIsNamedFirstWins() {
        Verdict both = check(Endpoint.of("GET /rows"), "xc-auth: " + session, "xc-token: " + reader.secret());
        assertThat(admitted(both).caller().kind()).isEqualTo(CredentialKind.API_TOKEN);
    }

    @Test
    void endpointForSessionsIsForbiddenWithAnApiToken() {
        Endpoint tokens = Endpoint.of("GET /tokens").requiring(CredentialKind.SESSION_TOKEN);
        admitted(check(tokens, "xc-auth: " + session));
        assertThat(refused(check(tokens, "xc-token: " + reader.secret())).status())
                .isEqualTo(403);
        assertThatThrownBy(() -> tokens.requiring(new CredentialKind[0]))
                .hasMessage("kinds of credential: none (expected: at least one) for GET /tokens");
    }

    @Test
    void errorFormatIsToldTheKindThatWasPresentedAndNotWhyItWasRejected() {
        List<String> told = new ArrayList<>();
        RequestGuard spelled = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
                .errorFormat(problem -> {
                    told.add(problem.kind() + " " + problem.credential());
                    return new ErrorFormat.Answer(401, "text/plain", "");
                })
                .build();
        faregate.tokenIssuer().revoke(reader.apiToken().id());
        faregate.sessionTokens().signOutEverywhere(Owner.of("ada"));
        for (String text : List.of(reader.secret(), session, "junk")) {
            FakeRequest request = FakeRequest.of("GET", "/rows", "Authorization: Bearer " + text);
            assertThat(refused(spelled.check(request, ENDPOINTS)).headers().asMap())
                    .doesNotContainKey("Content-Type");
        }
        assertThat(told)
                .containsExactly(
                        "CREDENTIAL_INVALID API_TOKEN", "CREDENTIAL_INVALID SESSION_TOKEN", "CREDENTIAL_INVALID null");
    }
}
