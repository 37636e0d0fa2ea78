package dev.faregate.exchange;

import dev.faregate.revocation.LogPosition;
import java.util.Objects;

/**
 * A session as a store keeps it.
 *
 * @param session the facts of the session
 * @param signedAt the position of the revocation log that the newest tokens of the session carry
 */
public record StoredSession(Session session, LogPosition signedAt) {

    /**
     * Checks that both parts are there.
     *
     * @param session the facts of the session
     * @param signedAt the position of the revocation log
     */
    public StoredSession {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(signedAt, "signedAt");
    }
}
