package dev.faregate.exchange;

import dev.faregate.exchange.SessionStore.Use;
import dev.faregate.identity.Owner;
import dev.faregate.revocation.LogPosition;
import java.time.Instant;

/** Sessions for tests of stores, where nothing but their end matters. */
public final class StoredSessions {

    private static final LogPosition START = new LogPosition("log", 0);

    private StoredSessions() {}

    public static StoredSession of(Owner owner, String id, Instant until) {
        return new StoredSession(new Session(id, owner, Instant.EPOCH, null, until), START);
    }

    /** The use of the first refresh token. */
    public static Use firstUse(Owner owner, String id, Instant until) {
        return new Use(owner, id, 0, Instant.EPOCH, until, START);
    }
}
