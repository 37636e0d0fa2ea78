package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What base tokens look like to others, and that it changes nothing of what they open. */
class BaseTokenProfileTest {

    private static final String API = "https://api.example.com";

    /** One store and one key: the nodes of one installation. */
    private final ApiTokenStore store = ApiTokenStore.inMemory(
            RevocationLog.inMemory(Duration.ofDays(3), InstantSource.system(), new SecureRandom()),
            InstantSource.system());

    private final SigningKeys keys = SigningKeys.hs256(Mint.SECRET);

    private Faregate node(UnaryOperator<FaregateBuilder> settings) {
        return settings.apply(Faregate.builder().apiTokenStore(store).signingKeys(keys))
                .build();
    }

    private static String baseToken(Faregate node, @Nullable String resource) {
        ApiTokenRequest request = ApiTokenRequest.of("export " + resource, Owner.of("ada"), Permission.READ);
        String secret = node.tokenIssuer()
                .issue(resource == null ? request : request.forResource(Resource.of(resource)))
                .orElseThrow()
                .secret();
        return node.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
    }

    @Test
    void tokenWithoutAResourceHasTheUsualAudienceAndStaysUnbound() throws Exception {
        Faregate node = node(settings -> settings.audience(API));
        String text = baseToken(node, null);
        SignedJWT jwt = SignedJWT.parse(text);
        assertThat(jwt.getHeader().getType()).hasToString("JWT");
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(API);
        assertThat(node.baseTokenVerifier().verify(text).orElseThrow().resource())
                .isNull();
    }

    @Test
    void tokenForAResourceHasThatAudienceAlone() throws Exception {
        Faregate node = node(settings -> settings.accessTokenProfile(API));
        String text = baseToken(node, "inventory");
        assertThat(SignedJWT.parse(text).getJWTClaimsSet().getAudience()).containsExactly("inventory");
        assertThat(node.baseTokenVerifier().verify(text).orElseThrow().resource())
                .isEqualTo(Resource.of("inventory"));
    }

    @Test
    void accessTokenHasAllThatRfc9068Requires() throws Exception {
        Faregate node = node(settings -> settings.accessTokenProfile(API));
        SignedJWT jwt = SignedJWT.parse(baseToken(node, null));
        assertThat(jwt.getHeader().getType()).hasToString("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(API);
        assertThat(jwt.getJWTClaimsSet().getClaims())
                .containsKeys("iss", "exp", "aud", "sub", "client_id", "iat", "jti");
    }

    @Test
    void resourceOfTheNameOfTheAudienceStaysAResourceOnEveryNode() {
        Faregate without = node(settings -> settings);
        Faregate with = node(settings -> settings.audience(API));
        for (Faregate signing : new Faregate[] {without, with}) {
            String bound = baseToken(signing, API);
            for (Faregate reading : new Faregate[] {without, with}) {
                assertThat(reading.baseTokenVerifier()
                                .verify(bound)
                                .orElseThrow()
                                .resource())
                        .isEqualTo(Resource.of(API));
            }
            signing.tokenIssuer().revokeAll(Owner.of("ada"));
        }
    }

    @Test
    void nodesThatChangeTheProfileOneAfterAnotherAcceptEachOthersTokens() {
        Faregate before = node(settings -> settings);
        Faregate after = node(settings -> settings.accessTokenProfile(API));
        assertThat(after.baseTokenVerifier().verify(baseToken(before, "a"))).isInstanceOf(Verification.Accepted.class);
        assertThat(before.baseTokenVerifier().verify(baseToken(after, "b"))).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void accessTokenIsNoSessionTokenAndTheReverse() {
        Faregate node = node(settings -> settings.accessTokenProfile(API));
        String session =
                node.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();
        assertThat(node.sessionTokens().verify(baseToken(node, null)))
                .isEqualTo(Verification.rejected(RejectionReason.WRONG_KIND));
        assertThat(node.baseTokenVerifier().verify(session))
                .isEqualTo(Verification.rejected(RejectionReason.WRONG_KIND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\0"})
    void audienceThatIsNoneIsRefusedWhereItIsSet(String audience) {
        assertThatThrownBy(() -> Faregate.builder().audience(audience))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: 1 to 255 characters, no control characters)");
        assertThatThrownBy(() -> Faregate.builder().accessTokenProfile(audience))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
