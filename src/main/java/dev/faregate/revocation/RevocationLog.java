package dev.faregate.revocation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The revocations and narrowings of one installation, numbered in the order in which they happened.
 *
 * <p>The port that a store implements. A store that changes a token appends the entry in the same transaction. Entries
 * must become visible in the order of their numbers: a follower that has seen number 7 never learns of number 6 later.
 * Implementations are safe for use by many threads.
 */
public interface RevocationLog {

    /**
     * Whether the operations may block the thread that calls them.
     *
     * @return true for a log that is not in the memory of this process
     */
    default boolean blocks() {
        return true;
    }

    /** Is told of each entry. */
    @FunctionalInterface
    interface Follower {

        /**
         * Learns of an entry. Must be quick and must not call back into the log.
         *
         * @param entry the entry
         */
        void learn(Revocation entry);

        /**
         * Learns that entries were forgotten by the log before they could be told.
         *
         * @param through the number up to which that may be so
         */
        default void missed(long through) {}
    }

    /**
     * Where the log stands as far as this process knows: every entry up to this number was told to followers here. Asked for
     * each token that is made or verified, so it asks nobody. Where other processes append as well, it may lie behind.
     *
     * @return the position
     */
    LogPosition position();

    /**
     * Makes sure that this process knows of an entry, if there is one with this number, by asking the store if it must.
     *
     * @param sequence the number, such as a token carries that was made by another process
     * @return the position then; below the number only if the log has not come so far
     * @throws dev.faregate.identity.StoreUnavailableException if the store does not answer in time
     */
    default LogPosition catchUp(long sequence) {
        return position();
    }

    /**
     * Whether this process has lately heard of all there is, or can find out now. Only then its followers may judge.
     *
     * @return false if the store was silent for longer than is allowed
     */
    default boolean isCurrent() {
        return true;
    }

    /**
     * Appends an entry. When this returns, every follower in this process knows it, and whatever was signed before for the target
     * is dead. API tokens are not signed: their store ends them, and appends here itself.
     *
     * @param target what was signed for it is dead from here on
     * @return the entry
     * @throws RuntimeException if it cannot be appended, or a follower failed; then it may be appended or not
     */
    Revocation append(RevocationTarget target);

    /**
     * The entries above a number that the log still keeps, oldest first.
     *
     * @param sequence the number above which to read; 0 for all
     * @return the entries
     */
    List<Revocation> after(long sequence);

    /**
     * How long entries are kept at least. Nothing that is signed against this log may be meant to live longer: once an entry is
     * gone, what was signed before it is refused.
     *
     * @return the time
     */
    Duration retention();

    /**
     * Tells a follower of every entry, first of those that the log still keeps, then of each new one, in order and before
     * {@link #append} returns.
     *
     * @param follower told of each entry, and, if there were entries that the log has forgotten, of what it has missed
     */
    void follow(Follower follower);

    /**
     * A log in the memory of this process, with an identity of its own: what was signed against an earlier process's log
     * is refused.
     *
     * @param retention how long entries are kept: at least the longest life of anything signed against this log
     * @param clock dates the entries
     * @param random makes the log's identity
     * @return the log
     */
    static RevocationLog inMemory(Duration retention, InstantSource clock, SecureRandom random) {
        return new InMemoryRevocationLog(retention, clock, random);
    }
}
