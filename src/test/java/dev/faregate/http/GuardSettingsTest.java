package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.CredentialKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guard can be told to do otherwise. */
class GuardSettingsTest extends GuardedRows {

    @Test
    void firstOfTwoCredentialsCanBeLetCount() {
        RequestGuard nocodb = faregate.guard(CredentialKind.API_TOKEN)
                .credentialsFrom(CredentialSource.header("xc-token"), CredentialSource.bearer())
                .firstCredentialWins()
                .build();
        FakeRequest both = FakeRequest.of("GET", "/rows", "Authorization: Bearer junk", "XC-Token: " + reader.secret());
        assertThat(admitted(nocodb.check(both, ENDPOINTS)).caller().tokenId())
                .isEqualTo(reader.apiToken().id());
        FakeRequest none = FakeRequest.of("GET", "/rows");
        assertThat(refused(nocodb.check(none, ENDPOINTS)).headers().asMap())
                .containsEntry("WWW-Authenticate", "ApiKey realm=\"api\", header=\"xc-token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token ", "token ", "Bearer ", "BEARER   "})
    void schemesAreComparedWithoutRegardToCase(String scheme) {
        RequestGuard seatable = faregate.guard(CredentialKind.API_TOKEN)
                .credentialsFrom(CredentialSource.scheme("Token"), CredentialSource.bearer())
                .build();
        FakeRequest request = FakeRequest.of("GET", "/rows", "authorization: " + scheme + reader.secret());
        admitted(seatable.check(request, ENDPOINTS));
    }

    @Test
    void errorsCanBeSpelledAnotherWay() {
        RequestGuard seatable = faregate.guard(CredentialKind.API_TOKEN)
                .errorFormat(problem ->
                        new ErrorFormat.Answer(403, "application/json", "{\"error_msg\":\"Permission denied.\"}"))
                .build();
        Verdict.Answered refused = refused(seatable.check(FakeRequest.of("GET", "/rows"), ENDPOINTS));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().asMap()).containsEntry("Content-Type", "application/json");
        assertThat(refused.body()).isEqualTo("{\"error_msg\":\"Permission denied.\"}");
    }

    @Test
    void settingsThatCannotWorkAreNamed() {
        assertThatThrownBy(faregate::guard).hasMessage("accepted credentials: none (expected: at least one kind)");
        assertThatThrownBy(() -> RequestGuard.builder(faregate.rateLimiter()).build())
                .hasMessage("accepted credentials: none (expected: at least one kind)");
        assertThatThrownBy(() -> CredentialSource.header("x y")).hasMessageStartingWith("credential header: \"x y\"");
        assertThatThrownBy(() -> RequestGuard.builder(faregate.rateLimiter()).realm("a\"b"))
                .hasMessageStartingWith("realm: \"a\"b\"");
    }
}
