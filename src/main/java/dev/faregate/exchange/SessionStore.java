package dev.faregate.exchange;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Which refresh token of a session is the next to be used: the port for storage. It holds numbers only, never a token.
 * Implementations are safe for use by many threads.
 */
public interface SessionStore {

    /** What became of the use of a refresh token. */
    enum Advance {
        /** It was the next one, and is used now. */
        ADVANCED,
        /** It was used before: one of the two who used it has stolen it. */
        REUSED,
        /** There is no such session any more. */
        UNKNOWN
    }

    /**
     * Begins a session, with refresh token number 0 as the next to be used.
     *
     * @param sessionId the session's id, new
     * @param until when its refresh token ends
     */
    void begin(String sessionId, Instant until);

    /**
     * Uses a refresh token, if it is the next, atomically.
     *
     * @param sessionId the session's id
     * @param number the refresh token's number
     * @param until when the following refresh token ends
     * @return what became of it
     */
    Advance advance(String sessionId, long number, Instant until);

    /**
     * Forgets a session.
     *
     * @param sessionId the session's id
     */
    void end(String sessionId);

    /**
     * A store in the memory of this process, which forgets sessions as their refresh tokens end.
     *
     * @param clock tells which have ended
     * @return an empty store
     */
    static SessionStore inMemory(InstantSource clock) {
        return new InMemorySessionStore(clock);
    }
}
