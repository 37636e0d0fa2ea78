package dev.faregate.exchange;

import dev.faregate.identity.Owner;
import dev.faregate.revocation.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * The sessions of users, and which refresh token of each is the next to be used: the port for storage. It holds ids, times and
 * numbers, never a token. Implementations are thread-safe, and forget a session when it expires.
 *
 * <p>Times are kept to the millisecond at least.
 */
public interface SessionStore {

    /** The most sessions of one owner that are listed. */
    int MOST_LISTED = 10_000;

    /** The most sessions that {@link #begin} answers. */
    int MOST_OVER = 100;

    /** The outcome of the use of a refresh token. */
    sealed interface Advance {

        /** The refresh token was the next one. It is used now. */
        record Advanced() implements Advance {}

        /**
         * The refresh token is the one that was used last, and its use is not longer ago than the reuse interval. The store is unchanged.
         *
         * @param firstUsedAt the time of its first use
         */
        record Repeated(Instant firstUsedAt) implements Advance {

            /**
             * Checks that there is a time.
             *
             * @param firstUsedAt the time of its first use
             */
            public Repeated {
                Objects.requireNonNull(firstUsedAt, "firstUsedAt");
            }
        }

        /** The refresh token was used before: one of the two who used it may have stolen it. */
        record Reused() implements Advance {}

        /** There is no such session, or no such refresh token of it. */
        record Unknown() implements Advance {}
    }

    /**
     * The use of a refresh token.
     *
     * @param owner the owner of the session
     * @param sessionId the id of the session
     * @param number the number of the refresh token
     * @param at the time of the use
     * @param until the time at which the session expires if the refresh token is the next one
     * @param signedAt the position of the revocation log that the following tokens carry
     */
    record Use(Owner owner, String sessionId, long number, Instant at, Instant until, LogPosition signedAt) {

        /**
         * Checks that what must be there is there.
         *
         * @param owner the owner of the session
         * @param sessionId the id of the session
         * @param number the number of the refresh token; at least 0
         * @param at the time of the use
         * @param until the time at which the session expires
         * @param signedAt the position of the revocation log
         * @throws IllegalArgumentException if the number is negative
         */
        public Use {
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(signedAt, "signedAt");
            if (number < 0) {
                throw new IllegalArgumentException("number: " + number + " (expected: >= 0)");
            }
        }
    }

    /**
     * Begins a session, with refresh token number 0 as the next to be used. In the same step, finds the sessions by which its owner
     * has more than the most.
     *
     * @param session the session, with a new id
     * @param most the most sessions of one owner; at least 1
     * @return the ids of the owner's sessions beyond the most, the oldest sign-in first, without the new one; at most {@link #MOST_OVER}.
     *     They are still there
     */
    List<String> begin(StoredSession session, int most);

    /**
     * Uses a refresh token, atomically. Of those who use the next one at once, one gets {@link Advance.Advanced}.
     *
     * @param use the use
     * @param reuse how long after the first use of a refresh token another use is answered {@link Advance.Repeated}; zero for never. The
     *     times of both uses may come from two nodes, so the second may lie before the first by as much
     * @return the outcome
     */
    Advance advance(Use use, Duration reuse);

    /**
     * Returns the sessions of an owner that have not expired.
     *
     * @param owner the owner
     * @return the newest sign-in first; at most {@link #MOST_LISTED}
     */
    List<StoredSession> list(Owner owner);

    /**
     * Forgets a session. Forgetting one that is not there does nothing.
     *
     * @param owner the owner of the session
     * @param sessionId the id of the session
     */
    void end(Owner owner, String sessionId);

    /**
     * Creates a store in the memory of this process.
     *
     * @param clock the time by which sessions expire
     * @return an empty store
     */
    static SessionStore inMemory(InstantSource clock) {
        return new InMemorySessionStore(clock);
    }
}
