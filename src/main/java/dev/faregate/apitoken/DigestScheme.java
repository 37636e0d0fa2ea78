package dev.faregate.apitoken;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How secrets become digests: SHA-256, or HMAC-SHA256 under a pepper that is kept apart from the store. A fast digest is right
 * here, since a generated secret has at least 160 random bits and nothing guesses those; the pepper keeps even an imported,
 * weaker secret safe from whoever has the store alone. Immutable; {@code toString} shows no pepper.
 */
public abstract sealed class DigestScheme {

    private static final int SHORTEST_PEPPER_BYTES = 32;

    /** The version of plain SHA-256. */
    static final char SHA_256 = '1';

    private DigestScheme() {}

    /**
     * SHA-256.
     *
     * @return the scheme
     */
    public static DigestScheme sha256() {
        return Sha256.ONLY;
    }

    /**
     * HMAC-SHA256 under a pepper. API tokens that were stored before there was a pepper are still found. New ones of
     * {@link TokenFormat#prefixed} carry a short MAC under the pepper in their text, so that made-up ones are rejected without a look-up;
     * see {@link TokenIssuerBuilder#macRequired}.
     *
     * @param pepper at least 32 random bytes, the same on every node; copied. Without it, no API token is ever known again; see
     *     {@link #andFormerly} for a new one
     * @return the scheme
     * @throws IllegalArgumentException if the pepper is shorter
     */
    public static DigestScheme peppered(byte[] pepper) {
        if (pepper.length < SHORTEST_PEPPER_BYTES) {
            throw new IllegalArgumentException(
                    "pepper: " + pepper.length + " bytes (expected: >= " + SHORTEST_PEPPER_BYTES + ")");
        }
        return new Peppered(pepper);
    }

    /**
     * Returns a scheme that stores new secrets as this does, and still finds those that were stored under another: for a new pepper
     * beside the one before. A secret moves to this scheme when its API token is rotated. Each former scheme costs a look-up more for
     * an unknown secret.
     *
     * @param former the scheme that was in use before, with those before it
     * @return the scheme
     */
    public DigestScheme andFormerly(DigestScheme former) {
        List<DigestScheme> all = new ArrayList<>(List.of(former));
        all.addAll(former.older());
        all.addAll(older());
        return new Succeeding(this, all.stream().distinct().toList());
    }

    /** What a new secret is stored under. */
    abstract SecretDigest digest(String secret);

    static IllegalStateException uncloneable(Provider provider, CloneNotSupportedException cause) {
        return new IllegalStateException(
                "digests of " + provider.getName() + ": cannot be copied (expected: as in the JDK's own)", cause);
    }

    /** What an older secret may have been stored under, in the order to try. */
    abstract List<DigestScheme> older();

    /** What the MACs of secrets are made by: of new ones by the first. Empty without a pepper: then secrets carry none. */
    abstract List<SecretMac> macs();

    private static final class Succeeding extends DigestScheme {

        private final DigestScheme present;
        private final List<DigestScheme> older;

        Succeeding(DigestScheme present, List<DigestScheme> older) {
            this.present = present;
            this.older = older;
        }

        @Override
        SecretDigest digest(String secret) {
            return present.digest(secret);
        }

        @Override
        List<DigestScheme> older() {
            return older;
        }

        /** Former peppers' too: the text of a secret does not change when its digest does. */
        @Override
        List<SecretMac> macs() {
            List<SecretMac> all = new ArrayList<>(present.macs());
            older.forEach(each -> all.addAll(each.macs()));
            return List.copyOf(all);
        }

        @Override
        public String toString() {
            return present + older.toString();
        }
    }

    private static final class Sha256 extends DigestScheme {

        static final Sha256 ONLY = new Sha256();

        /** Never updated, only copied, by any number of threads: looking the algorithm up takes longer. */
        private static final MessageDigest PROTOTYPE = prototype();

        @Override
        SecretDigest digest(String secret) {
            try {
                MessageDigest sha256 = (MessageDigest) PROTOTYPE.clone();
                return new SecretDigest(SHA_256, sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
            } catch (CloneNotSupportedException uncloneable) {
                throw uncloneable(PROTOTYPE.getProvider(), uncloneable);
            }
        }

        private static MessageDigest prototype() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError("every Java platform has SHA-256", impossible);
            }
        }

        @Override
        List<DigestScheme> older() {
            return List.of();
        }

        @Override
        List<SecretMac> macs() {
            return List.of();
        }

        @Override
        public String toString() {
            return "DigestScheme[SHA-256]";
        }
    }

    private static final class Peppered extends DigestScheme {
        static final String ALGORITHM = "HmacSHA256";

        /** Never updated, only copied, as above. */
        private final Mac prototype;

        private final List<SecretMac> macs;

        Peppered(byte[] pepper) {
            this.macs = List.of(new SecretMac(pepper));
            try {
                this.prototype = Mac.getInstance(ALGORITHM);
                prototype.init(new SecretKeySpec(pepper, ALGORITHM));
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError("every Java platform has HmacSHA256", impossible);
            }
        }

        @Override
        SecretDigest digest(String secret) {
            try {
                Mac mac = (Mac) prototype.clone();
                return new SecretDigest('2', mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
            } catch (CloneNotSupportedException uncloneable) {
                throw uncloneable(prototype.getProvider(), uncloneable);
            }
        }

        @Override
        List<DigestScheme> older() {
            return List.of(Sha256.ONLY);
        }

        @Override
        List<SecretMac> macs() {
            return macs;
        }

        @Override
        public String toString() {
            return "DigestScheme[HMAC-SHA256]";
        }
    }
}
