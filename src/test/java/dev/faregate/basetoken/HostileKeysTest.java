package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that are too weak, of the wrong kind, or taken twice. */
class HostileKeysTest {

    private static final KeyPair P384 = KeyPairs.generate("EC", new ECGenParameterSpec("secp384r1"));

    @Test
    void hmacSecretUnder256BitIsRefusedByItsLengthOnly() {
        assertThatThrownBy(() -> SigningKeys.hs256("a short secret".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HS256 secret: 14 bytes (expected: >= 32)");
    }

    @Test
    void rsaUnder2048BitIsRefused() {
        assertThatThrownBy(() -> SigningKey.rs256(KeyPairs.generate("RSA", 1_024)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RS256 key pair: 1024 bits (expected: >= 2048)");
    }

    @Test
    void anotherCurveIsRefused() {
        assertThatThrownBy(() -> SigningKey.es256(P384))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ES256 key pair: curve P-384 (expected: P-256)");
        assertThatThrownBy(() -> SigningKey.ed25519(KeyPairs.generate("Ed448")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ed25519 key pair: curve Ed448 (expected: Ed25519)");
    }

    @Test
    void keyOfAnotherAlgorithmIsRefused() {
        assertThatThrownBy(() -> SigningKey.rs256(KeyPairs.P256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RS256 key pair: EC (expected: RSA)");
        assertThatThrownBy(() -> SigningKey.es256(KeyPairs.RSA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ES256 key pair: RSA (expected: EC)");
        assertThatThrownBy(() -> SigningKey.ed25519(KeyPairs.P256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ed25519 key pair: EC (expected: Ed25519)");
    }

    static Stream<Arguments> mixedPairs() {
        Function<KeyPair, SigningKey> rs256 = SigningKey::rs256;
        Function<KeyPair, SigningKey> es256 = SigningKey::es256;
        Function<KeyPair, SigningKey> ed25519 = SigningKey::ed25519;
        return Stream.of(
                Arguments.of("RS256", rs256, KeyPairs.RSA, KeyPairs.generate("RSA", 2_048)),
                Arguments.of(
                        "ES256", es256, KeyPairs.P256, KeyPairs.generate("EC", new ECGenParameterSpec("secp256r1"))),
                Arguments.of("ES256", es256, KeyPairs.P256, P384),
                Arguments.of("EdDSA", ed25519, KeyPairs.ED25519, KeyPairs.generate("Ed25519")),
                Arguments.of("EdDSA", ed25519, KeyPairs.ED25519, KeyPairs.generate("Ed448")));
    }

    @ParameterizedTest
    @MethodSource("mixedPairs")
    void halvesOfTwoPairsAreRefused(
            String algorithm, Function<KeyPair, SigningKey> factory, KeyPair one, KeyPair other) {
        KeyPair mixed = new KeyPair(one.getPublic(), other.getPrivate());
        assertThatThrownBy(() -> factory.apply(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(algorithm + " key pair: public and private key do not belong together");
    }

    @Test
    void duplicateKidIsRefusedWhereverItIsAdded() {
        SigningKey key = SigningKey.hs256(Mint.SECRET);
        SigningKey again = SigningKey.hs256(Mint.SECRET);
        Mint mint = new Mint(key);
        String message = "key id: " + key.id() + " twice (expected: each key once)";
        assertThatThrownBy(() -> SigningKeys.of(key).withNext(again))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> SigningKeys.of(key).withRetired(again, mint.clock.instant()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> mint.ring.announce(again))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void symmetricKeyIsNeverPublished() {
        Mint mint = new Mint();
        mint.ring.announce(SigningKey.hs256("another secret of thirty-two byte".getBytes(StandardCharsets.US_ASCII)));
        assertThat(mint.ring.jwks()).isEqualTo("{\"keys\":[]}");
        mint.ring.announce(SigningKey.rs256(KeyPairs.RSA));
        assertThat(mint.ring.jwks()).doesNotContain("oct").doesNotContain(mint.key.id());
    }
}
