package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

    private static final Endpoints ENDPOINTS = Endpoints.of(List.of(
            Endpoint.of("GET /rows"),
            Endpoint.of("POST /rows"),
            Endpoint.of("GET /rows/{id}"),
            Endpoint.of("GET /bases/{base}/rows").forResourceIn("base")));

    private final MovableClock clock = new MovableClock();
    private final ManualClock nanos = new ManualClock();
    private final Faregate faregate = Faregate.builder()
            .clock(clock)
            .rateLimiter(
                    RateLimiter.builder().limit(Limit.perSecond(5)).clock(nanos).build())
            .build();
    private final List<RejectionReason> reasons = new ArrayList<>();
    private final GuardListener listener = new GuardListener() {
        @Override
        public void rejected(String endpoint, RejectionReason reason) {
            reasons.add(reason);
        }
    };
    private final RequestGuard guard =
            faregate.guard(CredentialKind.API_TOKEN).listener(listener).build();

    private final IssuedApiToken reader = issued("reader", Permission.READ);
    private final IssuedApiToken writer = issued("writer", Permission.READ_WRITE);

    private IssuedApiToken issued(String name, Permission permission) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, Owner.of("ada"), permission).forResource(Resource.of("inventory")))
                .orElseThrow();
    }

    private Verdict get(String path, String... headers) {
        return guard.check(FakeRequest.of("GET", path, headers), ENDPOINTS);
    }

    private Verdict post(String path, String... headers) {
        return guard.check(FakeRequest.of("POST", path, headers), ENDPOINTS);
    }

    private static String bearer(IssuedApiToken issued) {
        return "Authorization: Bearer " + issued.secret();
    }

    private static Verdict.Answered refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Answered.class);
        return (Verdict.Answered) verdict;
    }

    private static Verdict.Admitted admitted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
        return (Verdict.Admitted) verdict;
    }

    @Test
    void goodCredentialIsAdmittedWithTheStateOfItsLimit() {
        Verdict.Admitted admitted = admitted(get("/rows/7", bearer(reader)));
        assertThat(admitted.principal()).isEqualTo(reader.apiToken().principal());
        assertThat(admitted.match().pathVariables()).containsExactly(Map.entry("id", "7"));
        assertThat(admitted.headers().asMap())
                .isEqualTo(Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset", "1"));
    }

    @Test
    void headIsGetWithoutABodyAndSharesItsBucket() {
        for (int i = 0; i < 5; i++) {
            admitted(guard.check(FakeRequest.of("HEAD", "/rows", bearer(reader)), ENDPOINTS));
        }
        Verdict.Answered refused = refused(guard.check(FakeRequest.of("HEAD", "/rows", bearer(reader)), ENDPOINTS));
        Verdict.Answered refusedGet = refused(get("/rows", bearer(reader)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).isEqualTo(refusedGet.headers());
        assertThat(refused.bytes()).isEmpty();
        assertThat(refusedGet.bytes()).isNotEmpty();
    }

    @Test
    void eachGuardHasAnAttributeOfItsOwn() {
        RequestGuard other = faregate.guard(CredentialKind.API_TOKEN).build();
        assertThat(guard.attributeName()).isNotEqualTo(other.attributeName()).isEqualTo(guard.attributeName());
    }

    @Nested
    class WithoutAGoodCredential {

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
        @ValueSource(strings = {"Basic YWRhOng=", "Token x", "Bearerx", "", "fg_"})
        void anotherSchemeIsNoCredential(String value) {
            assertThat(get("/rows", "Authorization: " + value)).isEqualTo(get("/rows"));
            assertThat(reasons).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Bearer", "Bearer ", "Bearer junk", "Bearer a b", "bearer \u00e9", "Bearer x, Bearer y"})
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
            assertThat(reasons)
                    .containsExactly(RejectionReason.UNKNOWN, RejectionReason.REVOKED, RejectionReason.EXPIRED);
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
            String foreign = elsewhere.sessionTokens().signIn(Owner.of("ada")).text();
            RequestGuard sessions = faregate.guard(CredentialKind.SESSION_TOKEN)
                    .listener(listener)
                    .build();
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
        void headerSentTwiceIsABadRequestThoughOnlyOneHoldsACredentialOrTheFirstWins() {
            assertThat(refused(get("/rows", "Authorization: Basic YQ==", bearer(reader)))
                            .status())
                    .isEqualTo(400);
            RequestGuard firstWins = faregate.guard(CredentialKind.API_TOKEN)
                    .firstCredentialWins()
                    .build();
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

    @Nested
    class Permissions {

        @Test
        void readerMayNotWrite() {
            Verdict.Answered refused = refused(post("/rows", bearer(reader)));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.headers().asMap())
                    .containsEntry(
                            "WWW-Authenticate",
                            "Bearer realm=\"api\", error=\"insufficient_scope\", "
                                    + "error_description=\"The credential does not allow this operation.\"")
                    .doesNotContainKey("Retry-After");
        }

        @Test
        void scopesAreNeededBesidesThePermission() {
            IssuedApiToken exporter = faregate.tokenIssuer()
                    .issue(ApiTokenRequest.of("exporter", Owner.of("ada"), Permission.READ)
                            .withScopes(Scopes.of("export", "rows")))
                    .orElseThrow();
            Endpoint export = Endpoint.of("GET /export").requiring(Scopes.of("export"));
            admitted(guard.check(FakeRequest.of("GET", "/export", bearer(exporter)), export, Map.of()));
            FakeRequest withoutScope = FakeRequest.of("GET", "/export", bearer(writer));
            assertThat(refused(guard.check(withoutScope, export, Map.of())).status())
                    .isEqualTo(403);
        }

        @Test
        void writerMayReadAndWrite() {
            admitted(post("/rows", bearer(writer)));
            admitted(get("/rows", bearer(writer)));
        }

        @Test
        void credentialForOneResourceDoesNotOpenAnother() {
            admitted(get("/bases/inventory/rows", bearer(reader)));
            assertThat(refused(get("/bases/projects/rows", bearer(reader))).status())
                    .isEqualTo(401);
            assertThat(reasons).containsExactly(RejectionReason.WRONG_RESOURCE);
        }

        @Test
        void endpointThatNamesItsResourceMustBeToldWhichItIs() {
            Endpoint endpoint = Endpoint.of("GET /bases/{base}/rows").forResourceIn("base");
            FakeRequest request = FakeRequest.of("GET", "/", bearer(reader));
            assertThatThrownBy(() -> guard.check(request, endpoint, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("path variables: [] (expected: base, which names the resource of "
                            + "GET /bases/{base}/rows)");
        }
    }

    @Nested
    class Rates {

        @Test
        void sixthRequestInASecondIsRefusedAndAnotherEndpointOrCallerIsNot() {
            for (int i = 0; i < 5; i++) {
                admitted(get("/rows", bearer(reader)));
            }
            Verdict.Answered refused = refused(get("/rows", bearer(reader)));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers().asMap())
                    .containsEntry("Retry-After", "1")
                    .containsEntry("X-RateLimit-Remaining", "0")
                    .doesNotContainKey("WWW-Authenticate");
            assertThat(refused.body())
                    .contains("\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"")
                    .contains("\"violated-policies\":[\"5/s\"]");
            admitted(get("/rows/7", bearer(reader)));
            admitted(get("/rows", bearer(writer)));
        }

        @Test
        void clientThatWaitsForRetryAfterIsAdmitted() {
            for (int i = 0; i < 5; i++) {
                admitted(get("/rows", bearer(reader)));
            }
            String seconds = String.valueOf(
                    refused(get("/rows", bearer(reader))).headers().get("Retry-After"));
            nanos.advance(Duration.ofSeconds(Long.parseLong(seconds)));
            admitted(get("/rows", bearer(reader)));
        }

        @Test
        void pathsOfOneTemplateShareABucket() {
            for (int i = 0; i < 5; i++) {
                admitted(get("/rows/" + i, bearer(reader)));
            }
            assertThat(refused(get("/rows/99", bearer(reader))).status()).isEqualTo(429);
        }

        @Test
        void unknownPathsShareOneBucketHoweverTheyAreSpelled() {
            for (String path : List.of("//rows", "/rows/", "/ROWS", "/rows;x=1", "/ro%77s")) {
                assertThat(refused(get(path, bearer(reader))).status()).isEqualTo(404);
            }
            assertThat(refused(get("/nowhere", bearer(reader))).status()).isEqualTo(429);
            admitted(get("/rows", bearer(reader)));
        }

        @Test
        void wrongMethodIsToldTheRightOnes() {
            FakeRequest delete = FakeRequest.of("DELETE", "/rows", bearer(writer));
            Verdict.Answered refused = refused(guard.check(delete, ENDPOINTS));
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers().asMap()).containsEntry("Allow", "GET, HEAD, POST");
        }

        @Test
        void strangerDoesNotLearnWhichPathsThereAre() {
            assertThat(get("/nowhere")).isEqualTo(get("/rows"));
        }

        @Test
        void refusedPermissionTakesNoPermit() {
            for (int i = 0; i < 20; i++) {
                assertThat(refused(post("/rows", bearer(reader))).status()).isEqualTo(403);
            }
        }

        @Test
        void userHasOneBucketHoweverManySessionsTheyStart() {
            RequestGuard sessions = faregate.guard(CredentialKind.SESSION_TOKEN).build();
            List<Integer> refusals = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                String text = faregate.sessionTokens().signIn(Owner.of("ada")).text();
                FakeRequest request = FakeRequest.of("GET", "/rows", "Authorization: Bearer " + text);
                if (sessions.check(request, ENDPOINTS) instanceof Verdict.Answered refusal) {
                    refusals.add(refusal.status());
                }
            }
            assertThat(refusals).containsExactly(429, 429);
        }

        @Test
        void callersCanShareABucketByResource() {
            RequestGuard perResource = faregate.guard(CredentialKind.API_TOKEN)
                    .limitedBy(principal -> String.valueOf(principal.resource()))
                    .build();
            FakeRequest one = FakeRequest.of("GET", "/rows", bearer(reader));
            FakeRequest other = FakeRequest.of("GET", "/rows", bearer(writer));
            for (int i = 0; i < 5; i++) {
                admitted(perResource.check(one, ENDPOINTS));
            }
            assertThat(refused(perResource.check(other, ENDPOINTS)).status()).isEqualTo(429);
        }
    }

    @Nested
    class Kinds {

        private final RequestGuard nocodb = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
                .credentialsFrom(
                        CredentialKind.API_TOKEN, CredentialSource.header("xc-token"), CredentialSource.bearer())
                .credentialsFrom(CredentialKind.SESSION_TOKEN, CredentialSource.header("xc-auth"))
                .firstCredentialWins()
                .listener(listener)
                .build();
        private final String session =
                faregate.sessionTokens().signIn(Owner.of("ada")).text();

        private Verdict check(Endpoint endpoint, String... headers) {
            return nocodb.check(FakeRequest.of("GET", "/rows", headers), endpoint, Map.of());
        }

        @Test
        void eachKindIsGoodOnlyWhereItMayStand() {
            Endpoint rows = Endpoint.of("GET /rows");
            admitted(check(rows, "xc-token: " + reader.secret()));
            admitted(check(rows, bearer(reader)));
            admitted(check(rows, "XC-AUTH: " + session));
            for (String misplaced : List.of(
                    "xc-token: " + session, "Authorization: Bearer " + session, "xc-auth: " + reader.secret())) {
                assertThat(refused(check(rows, misplaced)).status())
                        .as(misplaced)
                        .isEqualTo(401);
                assertThat(reasons).last().isEqualTo(RejectionReason.WRONG_KIND);
            }
        }

        @Test
        void theKindThatIsNamedFirstWins() {
            Verdict both = check(Endpoint.of("GET /rows"), "xc-auth: " + session, "xc-token: " + reader.secret());
            assertThat(admitted(both).principal().kind()).isEqualTo(CredentialKind.API_TOKEN);
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
                            "CREDENTIAL_INVALID API_TOKEN",
                            "CREDENTIAL_INVALID SESSION_TOKEN",
                            "CREDENTIAL_INVALID null");
        }
    }

    @Nested
    class Dialects {

        @Test
        void firstOfTwoCredentialsCanBeLetCount() {
            RequestGuard nocodb = faregate.guard(CredentialKind.API_TOKEN)
                    .credentialsFrom(CredentialSource.header("xc-token"), CredentialSource.bearer())
                    .firstCredentialWins()
                    .build();
            FakeRequest both =
                    FakeRequest.of("GET", "/rows", "Authorization: Bearer junk", "XC-Token: " + reader.secret());
            assertThat(admitted(nocodb.check(both, ENDPOINTS)).principal().tokenId())
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
            assertThatThrownBy(
                            () -> RequestGuard.builder(faregate.rateLimiter()).build())
                    .hasMessage("accepted credentials: none (expected: at least one kind)");
            assertThatThrownBy(() -> CredentialSource.header("x y"))
                    .hasMessageStartingWith("credential header: \"x y\"");
            assertThatThrownBy(
                            () -> RequestGuard.builder(faregate.rateLimiter()).realm("a\"b"))
                    .hasMessageStartingWith("realm: \"a\"b\"");
        }
    }
}
