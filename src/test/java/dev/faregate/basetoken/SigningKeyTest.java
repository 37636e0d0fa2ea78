package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigningKeyTest {

    static Stream<SigningKey> ofEachAlgorithm() {
        return Stream.of(
                SigningKey.hs256(Mint.SECRET),
                SigningKey.rs256(KeyPairs.RSA),
                SigningKey.es256(KeyPairs.P256),
                SigningKey.ed25519(KeyPairs.ED25519));
    }

    @ParameterizedTest
    @MethodSource("ofEachAlgorithm")
    void tokensOfEachAlgorithmAreSignedAndVerified(SigningKey key) {
        Mint mint = new Mint(key);
        assertThat(mint.baseTokens.verify(mint.baseToken()).orElseThrow()).isEqualTo(mint.claims());
        assertThat(mint.sessions.verify(mint.session()).orElseThrow()).isEqualTo(mint.claims(TokenType.SESSION_TOKEN));
    }

    @Test
    void joseLibraryVerifiesWhatWasSigned() throws Exception {
        assertThat(parsed(SigningKey.hs256(Mint.SECRET)).verify(new MACVerifier(Mint.SECRET)))
                .isTrue();
        assertThat(parsed(SigningKey.rs256(KeyPairs.RSA))
                        .verify(new RSASSAVerifier((RSAPublicKey) KeyPairs.RSA.getPublic())))
                .isTrue();
        assertThat(parsed(SigningKey.es256(KeyPairs.P256))
                        .verify(new ECDSAVerifier((ECPublicKey) KeyPairs.P256.getPublic())))
                .isTrue();
    }

    private static JWSObject parsed(SigningKey key) throws Exception {
        JWSObject parsed = JWSObject.parse(new Mint(key).baseToken());
        assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo(key.algorithm());
        assertThat(parsed.getHeader().getKeyID()).isEqualTo(key.id());
        assertThat(parsed.getHeader().getType().getType()).isEqualTo("JWT");
        return parsed;
    }

    @Test
    void ed25519SignsAndNamesTheKeyAsInRfc8037() throws Exception {
        OctetKeyPair known = OctetKeyPair.parse("""
                {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");
        SigningKey key = SigningKey.ed25519(keyPair(known));
        byte[] payload = "Example of Ed25519 signing".getBytes(StandardCharsets.US_ASCII);
        assertThat(CompactJws.sign("eyJhbGciOiJFZERTQSJ9", payload, key))
                .endsWith(".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assertThat(key.id()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    private static KeyPair keyPair(OctetKeyPair jwk) throws Exception {
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + HexFormat.of().formatHex(jwk.getX().decode()));
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(encoded)),
                factory.generatePrivate(new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, jwk.getD().decode())));
    }

    @ParameterizedTest
    @MethodSource("ofEachAlgorithm")
    void keyIdIsTheSameForTheSameKey(SigningKey key) {
        assertThat(ofEachAlgorithm().map(SigningKey::id)).contains(key.id());
    }

    @Test
    void secretIsCopied() {
        byte[] secret = Mint.SECRET.clone();
        SigningKey key = SigningKey.hs256(secret);
        byte[] input = "text".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = key.sign(input);
        secret[0] = 'x';
        assertThat(key.sign(input)).isEqualTo(signature);
    }

    @Test
    void ecdsaSignaturesAreNormalised() {
        SigningKey key = SigningKey.es256(KeyPairs.P256);
        byte[] input = "text".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 40; i++) {
            assertThat(key.verify(input, input.length, key.sign(input)))
                    .as("signature %d of one text, half of which would have the high s", i)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ofEachAlgorithm")
    void nothingPrintedShowsMoreThanAlgorithmAndId(SigningKey key) {
        String name = "SigningKey[" + key.algorithm() + " " + key.id() + "]";
        assertThat(key).hasToString(name);
        assertThat(SigningKeys.of(key)).hasToString("SigningKeys[" + name + "]");
        assertThat(new Mint(key).ring).hasToString("KeyRing[SigningKeys[" + name + "]]");
    }

    @Test
    void idOfASecretTellsNothingOfIt() {
        String id = SigningKey.hs256(Mint.SECRET).id();
        assertThat(id).matches("[A-Za-z0-9_-]{8}");
        assertThat(Base64.getUrlEncoder().encodeToString(Mint.SECRET)).doesNotContain(id);
    }
}
