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
     * @param caller what it proves
     * @param issuedAt when it was made
     * @param expiresAt when it ends; null if it never does
     */
    record Active(Caller caller, Instant issuedAt, @Nullable Instant expiresAt) implements Introspection {

        /**
         * Checks that what must be there is there.
         *
         * @param caller what it proves
         * @param issuedAt when it was made
         * @param expiresAt when it ends; null if it never does
         */
        public Active {
            Objects.requireNonNull(caller, "caller");
            Objects.requireNonNull(issuedAt, "issuedAt");
        }
    }

    /** It does not: unknown, malformed, expired or revoked. */
    record Inactive() implements Introspection {}
}
