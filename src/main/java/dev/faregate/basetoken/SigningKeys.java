package dev.faregate.basetoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * The keys that sign and verify. Immutable and safe for use by many threads. {@code toString} shows the key id only.
 */
public final class SigningKeys {

    /** RFC 7518 section 3.2: a key of at least the size of the hash. */
    private static final int SHORTEST_SECRET_BYTES = 32;

    private final Hs256Key signing;
    private final boolean ephemeral;

    private SigningKeys(byte[] secret, boolean ephemeral) {
        if (secret.length < SHORTEST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "HS256 secret: " + secret.length + " bytes (expected: >= " + SHORTEST_SECRET_BYTES + ")");
        }
        try {
            this.signing = new Hs256Key(new MACSigner(secret), new MACVerifier(secret));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("HS256 secret: refused by the JOSE library", refused);
        }
        this.ephemeral = ephemeral;
    }

    /**
     * Signs with HMAC-SHA256 (RFC 7518 section 3.2), the right choice where those who verify also sign.
     *
     * @param secret at least 32 random bytes, the same on every node; copied
     * @return the keys
     * @throws IllegalArgumentException if the secret is shorter than 32 bytes
     */
    public static SigningKeys hs256(byte[] secret) {
        return new SigningKeys(Objects.requireNonNull(secret, "secret").clone(), false);
    }

    /**
     * Signs with HMAC-SHA256 under a secret that nobody keeps: what it signs ends with the process.
     *
     * @param random makes the secret
     * @return the keys
     */
    public static SigningKeys ephemeral(SecureRandom random) {
        byte[] secret = new byte[SHORTEST_SECRET_BYTES];
        random.nextBytes(secret);
        return new SigningKeys(secret, true);
    }

    /**
     * Whether what these keys sign ends with the process.
     *
     * @return true if the secret was made here and is kept nowhere
     */
    public boolean isEphemeral() {
        return ephemeral;
    }

    Hs256Key signing() {
        return signing;
    }

    @Override
    public String toString() {
        return "SigningKeys[HS256 " + signing.id() + "]";
    }
}
