package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests without a good credential. */
class BadCredentialTest extends GuardedRows {

    @Test
    void noCredentialIsChallengedWithoutAnErrorCode() {
        Verdict.Answered refused = refused(get("/rows"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().asMap())
                .isEqualTo(Map.of(
                        "WWW-Authenticate", "Bearer realm=\"api\"",
                        "Content-Type", "application/problem+json",
                        "Cache-Control", "no-store"));
        assertThat(refused.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"detail\":\"This needs a credential: Authorization: Bearer …\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRhOng=", "Token x", "Bearerx", "", "fg_", "Bearer", "Bearer ", "Bearer   "})
    void anotherSchemeOrNothingBehindItIsNoCredential(String value) {
        assertThat(get("/rows", "Authorization: " + value)).isEqualTo(get("/rows"));
        assertThat(reasons).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer junk", "Bearer a b", "bearer \u00e9", "Bearer x, Bearer y"})
    void malformedCredentialIsInvalid(String value) {
        assertInvalid(get("/rows", "Authorization: " + value), RejectionReason.MALFORMED);
    }

    @Test
    void unknownRevokedAndExpiredLookTheSameFromOutside() {
        IssuedApiToken brief = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("brief", Owner.of("ada"), Permission.READ)
                        .expiringAt(clock.instant().plusSeconds(1)))
                .orElseThrow();
        clock.advance(Duration.ofSeconds(1));
        faregate.tokenIssuer().revoke(writer.apiToken().id());
        IssuedApiToken unknown = Faregate.builder()
                .build()
                .tokenIssuer()
                .issue(ApiTokenRequest.of("elsewhere", Owner.of("eve"), Permission.READ))
                .orElseThrow();
        Verdict first = get("/rows", bearer(unknown));
        assertInvalid(first, RejectionReason.UNKNOWN);
        assertThat(get("/rows", bearer(writer))).isEqualTo(first);
        assertThat(get("/rows", bearer(brief))).isEqualTo(first);
        assertThat(reasons).containsExactly(RejectionReason.UNKNOWN, RejectionReason.REVOKED, RejectionReason.EXPIRED);
    }

    @Test
    void baseTokenIsOfTheWrongKindWhereAnApiTokenBelongs() {
        String baseToken = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(reader.secret()))
                .orElseThrow()
                .text();
        assertInvalid(get("/rows", "Authorization: Bearer " + baseToken), RejectionReason.WRONG_KIND);
    }

    @Test
    void apiTokenIsOfTheWrongKindWhereABaseTokenBelongs() {
        RequestGuard baseOnly =
                faregate.guard(CredentialKind.BASE_TOKEN).listener(listener).build();
        FakeRequest request = FakeRequest.of("GET", "/rows", bearer(reader));
        assertInvalid(baseOnly.check(request, ENDPOINTS), RejectionReason.WRONG_KIND);
    }

    @Test
    void tokenSignedUnderAnotherKeyIsToldFromJunkToTheListener() {
        Faregate elsewhere = Faregate.builder().build();
        String foreign =
                elsewhere.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();
        RequestGuard sessions =
                faregate.guard(CredentialKind.SESSION_TOKEN).listener(listener).build();
        FakeRequest request = FakeRequest.of("GET", "/rows", "Authorization: Bearer " + foreign);
        assertInvalid(sessions.check(request, ENDPOINTS), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void twoCredentialsAreABadRequest() {
        Verdict.Answered refused = refused(get("/rows", bearer(reader), bearer(reader)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers().asMap())
                .containsEntry(
                        "WWW-Authenticate",
                        "Bearer realm=\"api\", error=\"invalid_request\", "
                                + "error_description=\"Send one credential, once.\"");
    }

    @Test
    void emptyHeaderIsNoCredentialBesideAnother() {
        RequestGuard strict = faregate.guard(CredentialKind.API_TOKEN)
                .credentialsFrom(CredentialSource.header("xc-token"), CredentialSource.bearer())
                .build();
        admitted(strict.check(FakeRequest.get("/rows", "xc-token: ", bearer(reader)), ENDPOINTS));
        admitted(strict.check(
                FakeRequest.get("/rows", "xc-token: " + reader.secret(), "Authorization: Bearer "), ENDPOINTS));
    }

    @Test
    void credentialsInTwoHeadersAreABadRequestUnlessTheFirstWins() {
        CredentialSource[] sources = {CredentialSource.bearer(), CredentialSource.header("xc-token")};
        RequestGuardBuilder guards = faregate.guard(CredentialKind.API_TOKEN).credentialsFrom(sources);
        String readers = "xc-token: " + reader.secret();
        RequestGuard strict = guards.build();
        admitted(strict.check(FakeRequest.get("/rows", readers), ENDPOINTS));
        for (String bearer : new String[] {bearer(writer), bearer(reader), "Authorization: Bearer junk"}) {
            Verdict verdict = strict.check(FakeRequest.get("/rows", bearer, readers), ENDPOINTS);
            assertThat(refused(verdict).status()).as(bearer).isEqualTo(400);
        }
        Verdict verdict = guards.firstCredentialWins()
                .build()
                .check(FakeRequest.get("/rows", readers, bearer(writer)), ENDPOINTS);
        assertThat(admitted(verdict).caller().tokenId())
                .isEqualTo(writer.apiToken().id());
    }

    @Test
    void headerSentTwiceIsABadRequestThoughOnlyOneHoldsACredentialOrTheFirstWins() {
        assertThat(refused(get("/rows", "Authorization: Basic YQ==", bearer(reader)))
                        .status())
                .isEqualTo(400);
        RequestGuard firstWins =
                faregate.guard(CredentialKind.API_TOKEN).firstCredentialWins().build();
        FakeRequest twice = FakeRequest.of("GET", "/rows", bearer(reader), bearer(writer));
        assertThat(refused(firstWins.check(twice, ENDPOINTS)).status()).isEqualTo(400);
    }

    @Test
    void credentialInTheQueryIsNotRead() {
        assertThat(refused(get("/rows?access_token=" + reader.secret())).status())
                .isEqualTo(401);
    }

    @Test
    void refusedCredentialIsRepeatedNowhere() {
        faregate.tokenIssuer().revoke(reader.apiToken().id());
        assertThat(get("/rows", bearer(reader)).toString()).doesNotContain(reader.secret());
    }

    private void assertInvalid(Verdict verdict, RejectionReason reason) {
        Verdict.Answered refused = refused(verdict);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().asMap())
                .containsEntry(
                        "WWW-Authenticate",
                        "Bearer realm=\"api\", error=\"invalid_token\", "
                                + "error_description=\"The credential is not accepted.\"");
        assertThat(reasons).last().isEqualTo(reason);
    }
}
