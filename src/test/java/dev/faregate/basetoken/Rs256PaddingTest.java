package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What stands inside an RS256 signature has one spelling (RFC 8017 section 9.2): beyond Wycheproof's "ModifiedPadding", bytes changed,
 * left out, doubled or added, each genuinely signed. The one other spelling that the JDK accepts, as the RFC's second note allows,
 * is without the NULL of the algorithm's parameters; it takes the private key to make it.
 */
class Rs256PaddingTest {

    private static final byte[] INPUT = "Zm9v".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK_BYTES = 256;
    private static final String ALGORITHM = "300d06096086480165030402010500";

    private final SigningKey key = SigningKey.rs256(KeyPairs.RSA);
    private final String octets;

    Rs256PaddingTest() throws Exception {
        octets = "0420"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(INPUT));
    }

    @Test
    void oneSpellingIsAccepted() {
        byte[] digestInfo = HexFormat.of().parseHex("3031" + ALGORITHM + octets);
        assertThat(accepts(block(digestInfo))).isTrue();
        assertThat(key.sign(INPUT)).isEqualTo(signed(block(digestInfo)));
    }

    @Test
    void bytesOfPaddingAndDigestInfoCount() {
        byte[] block = block(HexFormat.of().parseHex("3031" + ALGORITHM + octets));
        List<Integer> accepted = new ArrayList<>();
        for (int at = 0; at < BLOCK_BYTES; at += at < 200 ? 13 : 1) {
            byte[] changed = block.clone();
            changed[at] ^= 1;
            if (accepts(changed)) {
                accepted.add(at);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void everyByteOfTheDigestInfoIsThereOnce() {
        byte[] digestInfo = HexFormat.of().parseHex("3031" + ALGORITHM + octets);
        List<Integer> accepted = new ArrayList<>();
        for (int at = 0; at < digestInfo.length; at++) {
            byte[] before = Arrays.copyOf(digestInfo, at);
            byte[] after = Arrays.copyOfRange(digestInfo, at + 1, digestInfo.length);
            byte[] twice = joined(before, new byte[] {digestInfo[at], digestInfo[at]}, after);
            if (accepts(block(joined(before, after))) || accepts(block(twice))) {
                accepted.add(at);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void shortPaddingWithTrailingGarbageIsRefused() {
        byte[] digestInfo = HexFormat.of().parseHex("3031" + ALGORITHM + octets);
        for (int padding : new int[] {0, 8, 201}) {
            byte[] block = new byte[BLOCK_BYTES];
            block[1] = 1;
            Arrays.fill(block, 2, 2 + padding, (byte) 0xff);
            System.arraycopy(digestInfo, 0, block, 3 + padding, digestInfo.length);
            assertThat(accepts(block)).as("%d bytes of padding", padding).isFalse();
        }
    }

    /** As PKCS #1 v1.5 pads. */
    private static byte[] block(byte[] digestInfo) {
        byte[] block = new byte[BLOCK_BYTES];
        Arrays.fill(block, 2, BLOCK_BYTES - digestInfo.length - 1, (byte) 0xff);
        block[1] = 1;
        System.arraycopy(digestInfo, 0, block, BLOCK_BYTES - digestInfo.length, digestInfo.length);
        return block;
    }

    private boolean accepts(byte[] block) {
        return key.verify(INPUT, INPUT.length, signed(block));
    }

    private static byte[] signed(byte[] block) {
        RSAPrivateKey privateKey = (RSAPrivateKey) KeyPairs.RSA.getPrivate();
        byte[] number = new BigInteger(1, block)
                .modPow(privateKey.getPrivateExponent(), privateKey.getModulus())
                .toByteArray();
        byte[] signature = new byte[BLOCK_BYTES];
        int length = Math.min(number.length, BLOCK_BYTES);
        System.arraycopy(number, number.length - length, signature, BLOCK_BYTES - length, length);
        return signature;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
