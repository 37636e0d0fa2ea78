package dev.faregate.basetoken;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC with SHA-256, by the JDK itself: the JOSE library looks its {@code Mac} up and converts the signature at each call, which
 * takes longer than the HMAC does.
 */
final class Hs256Key extends SigningKey {

    /** RFC 7518 section 3.2: a key of at least the size of the hash. */
    static final int SHORTEST_SECRET_BYTES = 32;

    private static final String MAC = "HmacSHA256";
    private static final byte[] ID_OF = "key id".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 8;

    /** Never updated, only copied: a {@link Mac} is for one thread at a time, its copying for any number. */
    private final Mac prototype;

    private Hs256Key(Mac prototype) {
        // Made by the key itself: the same on every node that has the secret, and telling nothing about it.
        super(
                JWSAlgorithm.HS256,
                CanonicalBase64.encode(copy(prototype).doFinal(ID_OF)).substring(0, ID_LENGTH));
        this.prototype = prototype;
    }

    static Hs256Key of(byte[] secret) {
        if (secret.length < SHORTEST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "HS256 secret: " + secret.length + " bytes (expected: >= " + SHORTEST_SECRET_BYTES + ")");
        }
        try {
            Mac prototype = Mac.getInstance(MAC);
            prototype.init(new SecretKeySpec(secret, MAC));
            return new Hs256Key(prototype);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(MAC + ": not offered by this JDK", absent);
        }
    }

    @Override
    byte[] sign(byte[] input) {
        return copy(prototype).doFinal(input);
    }

    @Override
    boolean verify(byte[] input, int length, byte[] signature) {
        Mac mac = copy(prototype);
        mac.update(input, 0, length);
        return MessageDigest.isEqual(mac.doFinal(), signature);
    }

    @Override
    Optional<JWK> published() {
        return Optional.empty();
    }

    private static Mac copy(Mac prototype) {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException uncloneable) {
            throw new IllegalStateException(
                    MAC + " of " + prototype.getProvider().getName() + ": cannot be copied (expected: as in SunJCE)",
                    uncloneable);
        }
    }
}
