package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One kind of credential where another belongs. */
class HostileKindTest {

    private final Mint mint = new Mint();

    @Test
    void headerWithoutTypIsRefused() {
        String genuine = new String(
                Base64.getUrlDecoder().decode(mint.key.header(TokenType.BASE_TOKEN)), StandardCharsets.UTF_8);
        String withoutTyp = genuine.replace("\"typ\":\"JWT\",", "");
        assertThat(withoutTyp).isNotEqualTo(genuine);
        mint.assertRejected(mint.forgedHeader(withoutTyp), RejectionReason.UNKNOWN_KEY);
        mint.assertRejected(mint.forgedHeader(genuine.replace("JWT", "base+jwt")), RejectionReason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @MethodSource("dev.faregate.basetoken.SigningKeyTest#ofEachAlgorithm")
    void noKindOfTokenPassesAsAnother(SigningKey key) {
        Mint each = new Mint(key);
        for (TokenType presented : TokenType.values()) {
            String text = each.tokens(presented, "acme", each.ring).sign(each.claims(presented));
            for (TokenType expected : TokenType.values()) {
                Verification<Claims> verification =
                        each.tokens(expected, "acme", each.ring).verify(text);
                assertThat(verification)
                        .as("%s presented as %s", presented, expected)
                        .isEqualTo(
                                presented == expected
                                        ? Verification.accepted(each.claims(presented))
                                        : Verification.<Claims>rejected(RejectionReason.WRONG_KIND));
            }
        }
    }

    @Test
    void sessionPayloadUnderTheHeaderOfABaseTokenIsRefused() {
        String session = mint.session();
        byte[] payload = Base64.getUrlDecoder().decode(session.split("\\.", -1)[1]);
        mint.assertRejected(mint.forged(payload), RejectionReason.INVALID_CLAIMS);
    }

    @Test
    void sessionTokenOfARetiredKeyIsStillNoBaseToken() {
        String session = mint.session();
        SigningKey next = SigningKey.ed25519(KeyPairs.ED25519);
        mint.ring.announce(next);
        mint.ring.activate(next.id());
        mint.assertRejected(session, RejectionReason.WRONG_KIND);
    }

    @Test
    void baseTokenAsApiTokenAndTheReverse() {
        Faregate faregate = Faregate.builder().build();
        String apiToken = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        String baseToken = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(apiToken))
                .orElseThrow()
                .text();
        String session =
                faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();
        assertThat(faregate.tokenIssuer().authenticate(baseToken)).isInstanceOf(Verification.Rejected.class);
        assertThat(faregate.tokenIssuer().authenticate(session)).isInstanceOf(Verification.Rejected.class);
        assertThat(faregate.tokenExchange().exchange(ExchangeRequest.of(baseToken)))
                .isInstanceOf(ExchangeResult.InvalidApiToken.class);
        assertThat(faregate.baseTokenVerifier().verify(apiToken)).isInstanceOf(Verification.Rejected.class);
        assertThat(faregate.sessionTokens().verify(apiToken)).isInstanceOf(Verification.Rejected.class);
    }
}
