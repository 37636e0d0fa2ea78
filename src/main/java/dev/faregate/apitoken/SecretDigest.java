package dev.faregate.apitoken;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a secret, and what it is found by: a digest under the version of its scheme. Immutable.
 */
public final class SecretDigest {

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern FORM = Pattern.compile("[!-~]:([0-9a-f]{2}){4,128}");

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
     * Reads the form that stores keep.
     *
     * @param text the scheme's version, a colon, and the digest in lower-case hex
     * @return the digest
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static SecretDigest parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "digest: \"" + text + "\" (expected: a version, a colon and lower-case hex digits)");
        }
        return new SecretDigest(text.charAt(0), HEX.parseHex(text, 2, text.length()));
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
