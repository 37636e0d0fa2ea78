package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.exchange.ExchangeRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets in. */
interface CredentialCases {

    Subject subject();

    @Test
    default void handlerIsToldWhoCalls() throws Exception {
        Client caller = subject().newClient();
        HttpResponse<String> answer = subject().get("/rows/7?id=8", caller.token());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("GET /rows/{id} for " + caller.owner() + " 7");
    }

    @Test
    default void withoutACredentialOneIsChallenged() throws Exception {
        int before = subject().api.calls();
        HttpResponse<String> answer = subject().send(subject().request("GET", "/rows", ""));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"api\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":401");
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    @Test
    default void badCredentialIsAnInvalidToken() throws Exception {
        int before = subject().api.calls();
        HttpResponse<String> answer = subject().get("/rows", "fg_nobodyIssuedThis");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .singleElement()
                .asString()
                .startsWith("Bearer realm=\"api\", error=\"invalid_token\"");
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    @Test
    default void readOnlyCredentialMayNotWrite() throws Exception {
        Client caller = subject().newClient();
        HttpResponse<String> answer = subject().post("a=b", caller.readOnly());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("error=\"insufficient_scope\""));
        assertThat(subject().api.calls(Api.CREATE, caller.owner())).isZero();
    }

    @Test
    default void neitherA401NorA403TellsOfLimitsOrInvitesARetry() throws Exception {
        Client caller = subject().newClient();
        for (HttpResponse<String> answer : List.of(
                subject().send(subject().request("GET", "/rows", "")),
                subject().get("/rows", caller.token() + "x"),
                subject().post("a=b", caller.readOnly()))) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.equalsIgnoreCase("Retry-After")
                            || name.toLowerCase().contains("ratelimit"));
        }
    }

    @Test
    default void revokedApiTokenAndItsBaseTokensAreDeadAtOnce() throws Exception {
        Client caller = subject().newClient();
        String baseToken = subject()
                .faregate
                .tokenExchange()
                .exchange(ExchangeRequest.of(caller.token()))
                .orElseThrow()
                .text();
        assertThat(subject().get("/rows", baseToken).statusCode()).isEqualTo(200);
        subject().faregate.tokenIssuer().revoke(caller.apiToken().apiToken().id());
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(401);
        assertThat(subject().get("/rows", baseToken).statusCode()).isEqualTo(401);
    }

    @Test
    default void credentialInTheQueryStringIsNone() throws Exception {
        Client caller = subject().newClient();
        String query = "/rows?access_token=" + caller.token() + "&token=" + caller.token();
        assertThat(subject().send(subject().request("GET", query, "")).statusCode())
                .isEqualTo(401);
    }

    @Test
    default void twoAuthorizationHeadersAreRefused() throws Exception {
        Client caller = subject().newClient();
        String good = "Bearer " + caller.token();
        for (String other : List.of(good, "Bearer junk", "Basic YTpi")) {
            int status = subject()
                    .send(subject().request("GET", "/rows", "", "Authorization", good, "Authorization", other))
                    .statusCode();
            assertThat(status).as(other.split(" ")[0]).isEqualTo(400);
        }
        assertThat(subject().api.calls(Api.LIST, caller.owner())).isZero();
    }

    @Test
    default void schemeIsReadInAnyCase() throws Exception {
        String credential = "bEARER " + subject().newClient().token();
        assertThat(subject()
                        .send(subject().request("GET", "/rows", "", "Authorization", credential))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    default void noAnswerRepeatsACredential() throws Exception {
        Client caller = subject().newClient();
        for (HttpResponse<String> answer : List.of(
                subject().get("/rows", "fg_secretOfNobody"),
                subject().get("/rows?q=secretOfNobody", "fg_secretOfNobody"),
                subject().post("a=b", caller.readOnly()))) {
            assertThat(answer.body() + answer.headers())
                    .doesNotContain("secretOfNobody")
                    .doesNotContain(caller.readOnly());
        }
    }
}
