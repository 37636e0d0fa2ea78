package dev.faregate.apitoken;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A new secret for an API token, as it goes into a store.
 *
 * @param next the digest that the API token is found by from now on
 * @param sealedSecret the new secret, sealed; null if it is not recoverable
 * @param formerUntil the end of the grace of the secret that is replaced; null if every former secret ends at once, which no clock
 *     undoes
 * @param expiry the new expiry of the API token; null if it keeps the one it has
 */
public record Rotation(
        SecretDigest next,
        @Nullable String sealedSecret,
        @Nullable Instant formerUntil,
        @Nullable NewExpiry expiry) {

    /**
     * An expiry to be set.
     *
     * @param at the time; null for never
     */
    public record NewExpiry(@Nullable Instant at) {}

    /**
     * Checks that there is a digest.
     *
     * @param next the digest that the API token is found by from now on
     * @param sealedSecret the new secret, sealed, or null
     * @param formerUntil the end of the grace, or null
     * @param expiry the new expiry, or null
     */
    public Rotation {
        Objects.requireNonNull(next, "next");
    }

    /** Leaves the sealed secret out. */
    @Override
    public String toString() {
        return "Rotation[next=" + next + ", sealedSecret=" + (sealedSecret == null ? "none" : "<redacted>")
                + ", formerUntil=" + formerUntil + ", expiry=" + expiry + "]";
    }
}
