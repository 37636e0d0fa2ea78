package dev.faregate.exchange;

import dev.faregate.identity.Caller;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a token is good for right now (RFC 7662). Of one that is good for nothing, nothing is told. */
public sealed interface Introspection {

    /**
     * It works.
     *
     * @param id the token's own id: that of the API token, or the {@code jti} of a signed token
     * @param issuer the installation that made it
     * @param caller what it proves
     * @param audience whom it is for: the id of its resource, or the audience of base tokens without one; null if it has none
     * @param issuedAt when it was made
     * @param expiresAt when it ends; null if it never does
     */
    record Active(
            String id,
            String issuer,
            Caller caller,
            @Nullable String audience,
            Instant issuedAt,
            @Nullable Instant expiresAt)
            implements Introspection {

        /**
         * Checks that what must be there is there.
         *
         * @param id the token's own id
         * @param issuer the installation that made it
         * @param caller what it proves
         * @param audience whom it is for; null if it has none
         * @param issuedAt when it was made
         * @param expiresAt when it ends; null if it never does
         */
        public Active {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(caller, "caller");
            Objects.requireNonNull(issuedAt, "issuedAt");
        }
    }

    /** It does not: unknown, malformed, expired or revoked. */
    record Inactive() implements Introspection {}
}
