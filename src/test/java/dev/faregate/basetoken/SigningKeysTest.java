package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    @Test
    void shortSecretIsRefusedByItsLengthOnly() {
        assertThatThrownBy(() -> SigningKeys.hs256("a short secret".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HS256 secret: 14 bytes (expected: >= 32)");
    }

    @Test
    void keyIdIsTheSameForTheSameSecretAndShowsNothingOfIt() {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        assertThat(SigningKeys.hs256(secret))
                .hasToString(SigningKeys.hs256(secret).toString());
        assertThat(SigningKeys.hs256(secret).toString()).matches("SigningKeys\\[HS256 [A-Za-z0-9_-]{8}]");
    }

    @Test
    void secretIsCopied() {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        SigningKeys keys = SigningKeys.hs256(secret);
        String signature = keys.signing().sign(keys.signing().header(TokenType.BASE_TOKEN), "text");
        secret[0] = 'x';
        assertThat(keys.signing().sign(keys.signing().header(TokenType.BASE_TOKEN), "text"))
                .isEqualTo(signature);
    }

    @Test
    void ephemeralKeysSayThatTheyAre() {
        assertThat(SigningKeys.ephemeral(new SecureRandom()).isEphemeral()).isTrue();
        assertThat(SigningKeys.hs256(new byte[32]).isEphemeral()).isFalse();
    }
}
