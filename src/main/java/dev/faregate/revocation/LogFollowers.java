package dev.faregate.revocation;

import java.util.ArrayList;
import java.util.List;

/** Those in this process who follow a log. Not safe for use by many threads: a log tells one entry at a time. */
public final class LogFollowers {

    private final List<RevocationLog.Follower> followers = new ArrayList<>();

    /** Nobody follows yet. */
    public LogFollowers() {}

    /**
     * Adds a follower, who was told of everything up to the log's position.
     *
     * @param follower to be told of what comes
     */
    public void add(RevocationLog.Follower follower) {
        followers.add(follower);
    }

    /**
     * Tells every follower of an entry, also where another one fails, and moves the log's position only then: a token signed at a
     * position must never meet a follower that has not reached it.
     *
     * @param entry the entry
     * @param reach moves the position
     * @throws RuntimeException what a follower threw, once all is done
     */
    public void tell(Revocation entry, Runnable reach) {
        RuntimeException failure = null;
        for (RevocationLog.Follower follower : followers) {
            try {
                follower.learn(entry);
            } catch (RuntimeException failed) {
                failure = failed;
            }
        }
        reach.run();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Tells every follower what it has missed.
     *
     * @param through entries up to this number may be gone untold
     */
    public void missed(long through) {
        followers.forEach(follower -> follower.missed(through));
    }
}
