package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.faregate.identity.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by the algorithm that a header claims. */
class HostileAlgorithmTest {

    private final Mint mint = new Mint();

    private String headerWith(String alg) {
        return "{\"kid\":\"" + mint.key.id() + "\",\"typ\":\"JWT\"" + alg + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void noneInAnyCaseIsRefused(String none) {
        String text = mint.forgedHeader(headerWith(",\"alg\":\"" + none + "\""));
        mint.assertRejected(text, RejectionReason.UNKNOWN_KEY);
        mint.assertRejected(text.substring(0, text.lastIndexOf('.') + 1), RejectionReason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",\"alg\":null", ",\"alg\":256", ",\"alg\":[\"HS256\"]", ",\"alg\":{}", ",\"alg\":true"})
    void missingOrNoStringIsRefused(String alg) {
        mint.assertRejected(mint.forgedHeader(headerWith(alg)), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void genuineHeaderWithoutSignatureIsRefused() {
        String text = mint.baseToken();
        mint.assertRejected(text.substring(0, text.lastIndexOf('.') + 1), RejectionReason.BAD_SIGNATURE);
        mint.assertRejected(text.substring(0, text.lastIndexOf('.')), RejectionReason.MALFORMED);
    }

    @Test
    void hs512OnAnHs256KeyIsRefused() throws Exception {
        byte[] secret = "a secret of sixty-four bytes, long enough for HS512 as it shall be"
                .getBytes(StandardCharsets.US_ASCII);
        Mint long512 = new Mint(SigningKey.hs256(secret));
        long512.assertRejected(
                signed(JWSAlgorithm.HS512, long512.key.id(), long512.payload(), secret), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void rsaPublicKeyTakenAsHmacSecretIsRefused() throws Exception {
        Mint rsa = new Mint(SigningKey.rs256(KeyPairs.RSA));
        Key publicKey = KeyPairs.RSA.getPublic();
        String underItsOwnHeader = signed(JWSAlgorithm.HS256, rsa.key.id(), rsa.payload(), publicKey.getEncoded());
        rsa.assertRejected(underItsOwnHeader, RejectionReason.UNKNOWN_KEY);
        SigningKey asSecret = SigningKey.hs256(publicKey.getEncoded());
        String underTheGenuineHeader = CompactJws.sign(
                rsa.key.header(TokenType.BASE_TOKEN), rsa.payload().getBytes(StandardCharsets.UTF_8), asSecret);
        rsa.assertRejected(underTheGenuineHeader, RejectionReason.BAD_SIGNATURE);
    }

    @Test
    void es256ZeroSignatureIsRefused() {
        Mint ec = new Mint(SigningKey.es256(KeyPairs.P256));
        String signed = ec.baseToken();
        String zero = CanonicalBase64.encode(new byte[64]);
        ec.assertRejected(signed.substring(0, signed.lastIndexOf('.') + 1) + zero, RejectionReason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1_000})
    void signatureOfAnyLengthIsNoReasonToFail(int length) {
        SigningKeyTest.ofEachAlgorithm().map(Mint::new).forEach(each -> {
            String signed = each.baseToken();
            String junk = CanonicalBase64.encode(new byte[length]);
            each.assertRejected(signed.substring(0, signed.lastIndexOf('.') + 1) + junk, RejectionReason.BAD_SIGNATURE);
        });
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, String payload, byte[] secret) throws Exception {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("JWT"))
                .keyID(keyId)
                .build();
        JWSObject jws = new JWSObject(header, new Payload(payload));
        jws.sign(new MACSigner(secret));
        assertThat(jws.getState()).isEqualTo(JWSObject.State.SIGNED);
        return jws.serialize();
    }
}
