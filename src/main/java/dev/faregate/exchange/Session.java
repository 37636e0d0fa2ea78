package dev.faregate.exchange;

import dev.faregate.identity.Owner;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user: what a list of their sessions shows. It holds no token.
 *
 * @param id the id of the session, which is safe to show; {@link SessionToken#sessionId} of its tokens
 * @param owner the user
 * @param signedInAt the time of sign-in
 * @param refreshedAt the time of the last refresh; null if the session was never refreshed
 * @param expiresAt the time at which the session expires unless it is refreshed before
 */
public record Session(
        String id,
        Owner owner,
        Instant signedInAt,
        @Nullable Instant refreshedAt,
        Instant expiresAt) {

    /**
     * Checks that what must be there is there.
     *
     * @param id the id of the session
     * @param owner the user
     * @param signedInAt the time of sign-in
     * @param refreshedAt the time of the last refresh; null for none
     * @param expiresAt the time at which the session expires
     */
    public Session {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(signedInAt, "signedInAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
