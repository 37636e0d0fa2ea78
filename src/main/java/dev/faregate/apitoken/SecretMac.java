package dev.faregate.apitoken;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A short MAC over the random part of a secret: who has no pepper makes up one in 57 billion secrets that is worth a look-up. The key is
 * derived from the pepper (HMAC as a KDF, NIST SP 800-108), so that a MAC is no part of any digest. Thread-safe; {@code toString} shows
 * no key.
 */
final class SecretMac {

    /** How many base-62 characters a MAC takes. */
    static final int LENGTH = 6;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "faregate API token MAC".getBytes(StandardCharsets.US_ASCII);
    private static final long VALUES = values();

    /** Never updated, only copied: looking the algorithm up takes longer. */
    private final Mac prototype;

    SecretMac(byte[] pepper) {
        try {
            Mac derivation = Mac.getInstance(ALGORITHM);
            derivation.init(new SecretKeySpec(pepper, ALGORITHM));
            this.prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(derivation.doFinal(LABEL), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has HmacSHA256", impossible);
        }
    }

    private static long values() {
        long values = 1;
        for (int i = 0; i < LENGTH; i++) {
            values *= AlphabetFormat.BASE_62.length();
        }
        return values;
    }

    /** The MAC of a text, as a number of {@value #LENGTH} base-62 digits. */
    long of(String text) {
        try {
            Mac mac = (Mac) prototype.clone();
            byte[] full = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(full).getLong() >>> 1) % VALUES;
        } catch (CloneNotSupportedException uncloneable) {
            throw DigestScheme.uncloneable(prototype.getProvider(), uncloneable);
        }
    }

    @Override
    public String toString() {
        return "SecretMac[HMAC-SHA256]";
    }
}
