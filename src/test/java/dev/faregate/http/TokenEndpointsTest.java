package dev.faregate.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.SigningKey;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEndpointsTest {

    private static final String EXCHANGE = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
            + "&subject_token_type=urn:faregate:token-type:api-token&subject_token=";

    private final MovableClock clock = new MovableClock();
    private final Faregate faregate = Faregate.builder().clock(clock).build();
    private final TokenEndpoints endpoints = faregate.tokenEndpoints();
    private final IssuedApiToken issued = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ_WRITE)
                    .withScopes(Scopes.of("files", "rows"))
                    .forResource(Resource.of("inventory")))
            .orElseThrow();

    private static Map<String, Object> json(Reply reply) throws ParseException {
        assertThat(reply.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Pragma", "no-cache");
        return JSONObjectUtils.parse(reply.body());
    }

    private Map<String, Object> exchanged(String narrowing) throws ParseException {
        Reply reply = endpoints.exchange(EXCHANGE + issued.secret() + narrowing);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.toString()).doesNotContain("access_token");
        return json(reply);
    }

    private static String token(String text) {
        return "token=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Nested
    class Exchanging {

        @Test
        void answersWithABaseToken() throws Exception {
            Map<String, Object> answer = exchanged("");
            assertThat(answer)
                    .containsEntry("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                    .containsEntry("token_type", "Bearer")
                    .containsEntry("expires_in", 259_200L)
                    .containsEntry("scope", "files rows")
                    .containsEntry("permission", "rw");
            String text = String.valueOf(answer.get("access_token"));
            assertThat(faregate.baseTokenVerifier().verify(text)).isInstanceOf(Verification.Accepted.class);
        }

        @Test
        void narrowsByTheFormsParameters() throws Exception {
            assertThat(exchanged("&audience=inventory&scope=rows&permission=r&expires_in=60"))
                    .containsEntry("scope", "rows")
                    .containsEntry("permission", "r")
                    .containsEntry("expires_in", 60L);
        }

        @ParameterizedTest
        @CsvSource({
            "&scope=admin, invalid_scope",
            "&scope=a++b, invalid_scope",
            "&permission=x, invalid_scope",
            "&audience=projects, invalid_target",
            "&audience=inventory&resource=projects, invalid_target",
            "&audience=%00, invalid_target",
            "&expires_in=0, invalid_request",
            "&expires_in=soon, invalid_request",
            "&expires_in=-1, invalid_request",
            "&expires_in=PT60, invalid_request",
            "&expires_in=%2B60, invalid_request",
            "&expires_in=1000000000000000000, invalid_request",
            "&x=%+1, invalid_request",
            "&x=%ff, invalid_request",
            "&actor_token=x, invalid_request",
            "&requested_token_type=urn:x, invalid_request",
            "&scope=rows&scope=rows, invalid_request",
            "&x=%zz, invalid_request"
        })
        void anythingElseIsTheErrorOfTheRfc(String parameters, String error) throws Exception {
            Reply reply = endpoints.exchange(EXCHANGE + issued.secret() + parameters);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(json(reply)).containsEntry("error", error);
            assertThat(String.valueOf(json(reply).get("error_description")))
                    .as("RFC 6749 section 5.2")
                    .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
            assertThat(reply.body()).doesNotContain(issued.secret());
        }

        @ParameterizedTest
        @CsvSource({
            "'', invalid_request",
            "grant_type=client_credentials, unsupported_grant_type",
            "grant_type=urn:ietf:params:oauth:grant-type:token-exchange, invalid_request",
            "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x, invalid_request"
        })
        void formThatIsNoExchangeIsRefused(String form, String error) throws Exception {
            Map<String, Object> answer = json(endpoints.exchange(form));
            assertThat(answer).containsEntry("error", error);
            assertThat(String.valueOf(answer.get("error_description"))).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }

        @Test
        void revokedAndUnknownSubjectTokensLookTheSame() {
            Reply unknown = endpoints.exchange(EXCHANGE + "fg_junk");
            faregate.tokenIssuer().revoke(issued.id());
            assertThat(endpoints.exchange(EXCHANGE + issued.secret())).isEqualTo(unknown);
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.body()).contains("\"error\":\"invalid_request\"");
        }

        @Test
        void exchangeThatAClientReplaysIsHarmless() throws Exception {
            String first = String.valueOf(exchanged("").get("access_token"));
            String second = String.valueOf(exchanged("").get("access_token"));
            assertThat(first).isNotEqualTo(second);
            assertThat(faregate.baseTokenVerifier().verify(first)).isInstanceOf(Verification.Accepted.class);
            assertThat(faregate.baseTokenVerifier().verify(second)).isInstanceOf(Verification.Accepted.class);
        }

        @Test
        void answerNamesTheTypeThatWasAskedFor() throws Exception {
            String jwt = "urn:ietf:params:oauth:token-type:jwt";
            assertThat(exchanged("&requested_token_type=" + jwt)).containsEntry("issued_token_type", jwt);
            String accessToken = "urn:ietf:params:oauth:token-type:access_token";
            assertThat(exchanged("&requested_token_type=" + accessToken))
                    .containsEntry("issued_token_type", accessToken);
        }

        @Test
        void baseTokenCarriesWhatTheApplicationKnowsOfTheApiToken() throws Exception {
            TokenEndpoints withGroups = endpoints.withClaims(apiToken -> ExtraClaims.none()
                    .with("groups", List.of(apiToken.owner().id(), "staff"))
                    .with("trial", false));
            String text = String.valueOf(
                    json(withGroups.exchange(EXCHANGE + issued.secret())).get("access_token"));
            ExtraClaims extra =
                    faregate.baseTokenVerifier().claims(text).orElseThrow().extra();
            assertThat(extra.texts("groups")).hasValue(List.of("ada", "staff"));
            assertThat(extra.flag("trial")).hasValue(false);
        }

        @Test
        void claimsAreMadeForNoTokenThatIsNotExchanged() {
            TokenEndpoints never = endpoints.withClaims(apiToken -> {
                throw new AssertionError("asked about " + apiToken);
            });
            assertThat(never.exchange(EXCHANGE + "fg_junk").status()).isEqualTo(400);
            assertThat(never.exchange(EXCHANGE + issued.secret() + "&scope=admin")
                            .status())
                    .isEqualTo(400);
            assertThat(never.exchange(EXCHANGE + issued.secret() + "&audience=projects")
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void exchangeThatMakesClaimsCountsAsOneThatBlocks() {
            assertThat(endpoints.exchangeBlocks()).isFalse();
            assertThat(endpoints.withClaims(apiToken -> ExtraClaims.none()).exchangeBlocks())
                    .isTrue();
        }

        @Test
        void hugeFormIsRefused() {
            assertThat(endpoints.exchange("x=" + "a".repeat(100_000)).status()).isEqualTo(400);
        }
    }

    @Nested
    class PublishingKeys {

        private TokenEndpoints endpoints(SigningKey... further) {
            SigningKeys keys = SigningKeys.hs256(new byte[32]);
            for (SigningKey key : further) {
                keys = keys.withNext(key);
            }
            return Faregate.builder().signingKeys(keys).build().tokenEndpoints();
        }

        private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        }

        @Test
        void symmetricKeyIsNeverPublished() {
            assertThat(endpoints().jwks("GET").body()).isEqualTo("{\"keys\":[]}");
        }

        @Test
        void publicHalvesAreAnsweredAsAJwkSetThatMayBeKeptForAWhile() throws Exception {
            SigningKey rs256 = SigningKey.rs256(pair("RSA", 2_048));
            SigningKey es256 = SigningKey.es256(pair("EC", 256));
            SigningKey ed25519 = SigningKey.ed25519(pair("Ed25519", 255));
            Reply reply = endpoints(rs256, es256, ed25519).jwks("GET");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers())
                    .containsOnly(
                            entry("Content-Type", "application/jwk-set+json"),
                            entry("Cache-Control", "public, max-age=300"));
            JWKSet published = JWKSet.parse(reply.body());
            assertThat(published.getKeys())
                    .extracting(JWK::getKeyID)
                    .containsExactly(rs256.id(), es256.id(), ed25519.id());
            assertThat(published.getKeys()).noneMatch(JWK::isPrivate);
        }

        @Test
        void headIsGetWithoutTheBodyAndOtherMethodsAreNotAllowed() throws Exception {
            TokenEndpoints endpoints = endpoints(SigningKey.es256(pair("EC", 256)));
            assertThat(endpoints.jwks("HEAD"))
                    .isEqualTo(new Reply(200, endpoints.jwks("GET").headers(), ""));
            Reply refused = endpoints.jwks("POST");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
            assertThat(refused.body()).isEmpty();
        }
    }

    @Nested
    class Introspecting {

        @Test
        void apiTokenTellsWhatItIsGoodFor() throws Exception {
            assertThat(json(endpoints.introspect(token(issued.secret()))))
                    .containsEntry("active", true)
                    .containsEntry("sub", "ada")
                    .containsEntry("client_id", issued.id())
                    .containsEntry("aud", "inventory")
                    .containsEntry("scope", "files rows")
                    .containsEntry("permission", "rw")
                    .doesNotContainKey("exp");
        }

        @Test
        void baseTokenAndSessionTellTheirEnd() throws Exception {
            String baseToken = String.valueOf(exchanged("").get("access_token"));
            long now = clock.instant().getEpochSecond();
            assertThat(json(endpoints.introspect(token(baseToken))))
                    .containsEntry("active", true)
                    .containsEntry("iat", now)
                    .containsEntry("exp", now + 259_200);
            String session = faregate.sessionTokens()
                    .signIn(Owner.of("grace"))
                    .orElseThrow()
                    .text();
            assertThat(json(endpoints.introspect(token(session))))
                    .containsEntry("sub", "grace")
                    .containsEntry("exp", now + 36_000)
                    .doesNotContainKey("aud");
        }

        @Test
        void eachKindTellsItsIssuerItsTypeAndItsOwnId() throws Exception {
            Map<String, Object> apiToken = json(endpoints.introspect(token(issued.secret())));
            assertThat(apiToken)
                    .containsEntry("iss", "faregate")
                    .containsEntry("token_type", "Bearer")
                    .containsEntry("jti", issued.id());
            String baseToken = String.valueOf(exchanged("").get("access_token"));
            assertThat(json(endpoints.introspect(token(baseToken))))
                    .containsEntry("iss", "faregate")
                    .containsEntry("token_type", "Bearer")
                    .containsEntry(
                            "jti", SignedJWT.parse(baseToken).getJWTClaimsSet().getJWTID());
            String session = faregate.sessionTokens()
                    .signIn(Owner.of("grace"))
                    .orElseThrow()
                    .text();
            assertThat(json(endpoints.introspect(token(session))))
                    .containsEntry("iss", "faregate")
                    .containsEntry(
                            "jti", SignedJWT.parse(session).getJWTClaimsSet().getJWTID());
        }

        @Test
        void baseTokenWithoutAResourceTellsTheUsualAudience() throws Exception {
            Faregate api =
                    Faregate.builder().audience("https://api.example.com").build();
            String secret = api.tokenIssuer()
                    .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                    .orElseThrow()
                    .secret();
            String baseToken = api.tokenExchange()
                    .exchange(ExchangeRequest.of(secret))
                    .orElseThrow()
                    .text();
            assertThat(json(api.tokenEndpoints().introspect(token(baseToken))))
                    .containsEntry("aud", "https://api.example.com");
            assertThat(json(api.tokenEndpoints().introspect(token(secret)))).doesNotContainKey("aud");
        }

        @Test
        void resourceThatIsNamedTellsWhatTheTokenIsGoodForThere() throws Exception {
            String session = faregate.sessionTokens()
                    .signIn(Owner.of("grace"))
                    .orElseThrow()
                    .text();
            for (String named : List.of("&resource=inventory", "&audience=inventory")) {
                assertThat(json(endpoints.introspect(token(issued.secret()) + named)))
                        .containsEntry("active", true)
                        .containsEntry("aud", "inventory");
                assertThat(json(endpoints.introspect(token(session) + named)))
                        .containsEntry("sub", "grace")
                        .containsEntry("aud", "inventory");
            }
            assertThat(endpoints
                            .introspect(token(issued.secret()) + "&resource=projects")
                            .body())
                    .isEqualTo("{\"active\":false}");
            for (String named : List.of("&resource=inventory&audience=projects", "&resource=%00")) {
                Reply refused = endpoints.introspect(token(issued.secret()) + named);
                assertThat(refused.status()).as(named).isEqualTo(400);
                assertThat(json(refused)).as(named).containsEntry("error", "invalid_target");
            }
        }

        @Test
        void refreshTokenIsToldAsInactiveAndStillRefreshes() {
            Faregate refreshing = Faregate.builder()
                    .clock(clock)
                    .refreshTokenLife(Duration.ofDays(7))
                    .build();
            String text = String.valueOf(refreshing
                    .sessionTokens()
                    .signIn(Owner.of("grace"))
                    .orElseThrow()
                    .refreshToken());
            assertThat(refreshing.tokenEndpoints().introspect(token(text)).body())
                    .isEqualTo("{\"active\":false}");
            assertThat(refreshing.sessionTokens().refresh(text)).isInstanceOf(Verification.Accepted.class);
        }

        @Test
        void deadTokenIsInactiveAndNothingElse() {
            String baseToken = faregate.tokenExchange()
                    .exchange(ExchangeRequest.of(issued.secret()))
                    .orElseThrow()
                    .text();
            faregate.tokenIssuer().revoke(issued.id());
            for (String dead : new String[] {issued.secret(), baseToken, "junk"}) {
                assertThat(endpoints.introspect(token(dead)).body()).isEqualTo("{\"active\":false}");
            }
            assertThat(endpoints.introspect("").status()).isEqualTo(400);
        }
    }

    @Nested
    class Revoking {

        @Test
        void presentedApiTokenDiesWithAllThatWasMadeFromIt() throws Exception {
            String baseToken = String.valueOf(exchanged("").get("access_token"));
            assertThat(endpoints.revoke(token(issued.secret())).status()).isEqualTo(200);
            assertThat(faregate.tokenIssuer().find(issued.id())).isEmpty();
            assertThat(faregate.baseTokenVerifier().verify(baseToken)).isInstanceOf(Verification.Rejected.class);
        }

        @Test
        void presentedSessionIsSignedOut() {
            String session = faregate.sessionTokens()
                    .signIn(Owner.of("ada"))
                    .orElseThrow()
                    .text();
            assertThat(endpoints.revoke(token(session)).status()).isEqualTo(200);
            assertThat(faregate.sessionTokens().verify(session)).isInstanceOf(Verification.Rejected.class);
        }

        @Test
        void unknownTokenIsAnsweredAsIfItHadBeenRevoked() {
            assertThat(endpoints.revoke("token=junk")).isEqualTo(endpoints.revoke(token(issued.secret())));
        }

        @Test
        void presentedBaseTokenIsRevokedAlone() throws Exception {
            String baseToken = String.valueOf(exchanged("").get("access_token"));
            assertThat(endpoints.revoke(token(baseToken)).status()).isEqualTo(200);
            assertThat(faregate.baseTokenVerifier().verify(baseToken)).isInstanceOf(Verification.Rejected.class);
            assertThat(exchanged("")).containsKey("access_token");
            assertThat(endpoints.revoke("x=1").status()).isEqualTo(400);
        }
    }
}
