package dev.faregate.apitoken;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a secret, and what it is found by: a digest under the version of its scheme. Immutable.
 */
public final class SecretDigest {

    private static final HexFormat HEX = HexFormat.of();
    private static final int HEX_BEGINS = 2;
    private static final int SHA_256_BYTES = 32;
    private static final int FEWEST_BYTES = 4;
    private static final int MOST_BYTES = 128;

    private final char version;
    private final byte[] digest;
    private final int hash;

    /** Takes the digest over, without a copy. */
    SecretDigest(char version, byte[] digest) {
        this.version = version;
        this.digest = digest;
        // Any four bytes of a digest are as good a hash as any.
        this.hash = digest[0] << 24 | (digest[1] & 0xff) << 16 | (digest[2] & 0xff) << 8 | (digest[3] & 0xff);
    }

    /**
     * Takes a digest that another system has stored, to import it.
     *
     * @param digest the SHA-256 of the secret's bytes in UTF-8, 32 bytes; copied
     * @return the digest
     * @throws IllegalArgumentException if it has another length
     */
    public static SecretDigest sha256(byte[] digest) {
        if (digest.length != SHA_256_BYTES) {
            throw new IllegalArgumentException("digest: " + digest.length + " bytes (expected: " + SHA_256_BYTES + ")");
        }
        return new SecretDigest(DigestScheme.SHA_256, digest.clone());
    }

    /**
     * Reads the form that stores keep.
     *
     * @param text the scheme's version, a colon, and the digest in lower-case hex
     * @return the digest
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static SecretDigest parse(String text) {
        if (!isForm(text)) {
            throw new IllegalArgumentException(
                    // Not the text: it may be a secret that was given by mistake.
                    "digest: a text of " + text.length()
                            + " characters (expected: a version, a colon and lower-case hex digits)");
        }
        return new SecretDigest(text.charAt(0), HEX.parseHex(text, HEX_BEGINS, text.length()));
    }

    private static boolean isForm(String text) {
        int digits = text.length() - HEX_BEGINS;
        if (digits < 2 * FEWEST_BYTES || digits > 2 * MOST_BYTES || digits % 2 != 0) {
            return false;
        }
        for (int i = HEX_BEGINS; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return text.charAt(0) >= '!' && text.charAt(0) <= '~' && text.charAt(1) == ':';
    }

    /**
     * The form that stores keep.
     *
     * @return the scheme's version, a colon, and the digest in lower-case hex
     */
    public String text() {
        return version + ":" + HEX.formatHex(digest);
    }

    // Not in constant time: whoever could make use of its timing would have to choose digests, not secrets.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretDigest that && version == that.version && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "SecretDigest[" + version + "]";
    }
}
