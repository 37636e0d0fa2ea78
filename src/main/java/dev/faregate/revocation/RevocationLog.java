package dev.faregate.revocation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The revocations and narrowings of one installation, numbered in the order in which they happened.
 *
 * <p>The port that a store implements. A store that changes a token appends the entry in the same transaction. Entries
 * must become visible in the order of their numbers: a follower that has seen number 7 never learns of number 6 later.
 * Implementations are safe for use by many threads.
 */
public interface RevocationLog {

    /**
     * Where the log stands: every entry up to this number is visible to followers.
     *
     * @return the position
     */
    LogPosition position();

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
     * Tells a follower of every entry, first of those that the log still keeps, then of each new one, in order and before
     * {@link #append} returns.
     *
     * @param follower told of each entry; must be quick and must not call back into the log
     * @return the number up to which entries were forgotten before, so that the follower will never hear of them; 0 for none
     */
    long follow(Consumer<Revocation> follower);

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
