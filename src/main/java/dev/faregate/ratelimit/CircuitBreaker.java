package dev.faregate.ratelimit;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tells when to leave a failing store alone: after half of the last 20 calls failed, for one to two seconds, so that nodes do
 * not come back together. Then one call tries it: if it fails, too, the store is left alone for up to twice as long; if not,
 * all is as before. Safe for use by many threads.
 */
final class CircuitBreaker {

    enum Change {
        NONE,
        OPENED,
        CLOSED
    }

    /** The ticket of a call that is not to be made. */
    static final long REFUSED = 0;

    private static final int WINDOW = 20;
    private static final int MOST_FAILED = WINDOW / 2;
    private static final int ALL = (1 << WINDOW) - 1;
    private static final long SHORTEST_NANOS = 1_000_000_000;

    private final MonotonicClock clock;
    private final RandomGenerator random;

    /** The last calls, a bit each, the latest lowest: set if it failed. */
    private int failures;

    private int calls;

    /** Null while calls are made. */
    private volatile @Nullable Pause pause;

    /** Calls that began before the last change say nothing about what came after. */
    private long generation = 1;

    /** The ticket of all calls while every one of the last succeeded, which needs no lock to be told; else {@link #REFUSED}. */
    private volatile long calm = REFUSED;

    CircuitBreaker(MonotonicClock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The ticket to report the call's outcome with, or {@link #REFUSED}. */
    long enter() {
        long ticket = calm;
        return ticket == REFUSED ? enterLocked() : ticket;
    }

    private synchronized long enterLocked() {
        Pause current = pause;
        if (current == null) {
            return generation;
        }
        if (current.lastsAt(clock.nanos())) {
            return REFUSED;
        }
        pause = new Pause(current.sinceNanos(), current.nanos(), true);
        return ++generation;
    }

    /** The ticket of a call that waits for another's: to report that it waited in vain. */
    long watch() {
        long ticket = calm;
        return ticket == REFUSED ? watchLocked() : ticket;
    }

    private synchronized long watchLocked() {
        return pause == null ? generation : REFUSED;
    }

    /** So many calls at once succeeded or failed. */
    Change report(long ticket, boolean failed, int many) {
        boolean asBefore = !failed && ticket != REFUSED && ticket == calm;
        return asBefore ? Change.NONE : reportLocked(ticket, failed, many);
    }

    private synchronized Change reportLocked(long ticket, boolean failed, int many) {
        if (ticket != generation) {
            return Change.NONE;
        }
        if (pause != null) {
            if (failed) {
                open(2 * SHORTEST_NANOS);
                return Change.NONE;
            }
            pause = null;
            generation++;
            failures = 0;
            calls = 0;
            return Change.CLOSED;
        }
        int shift = Math.min(many, WINDOW);
        failures = (failures << shift | (failed ? (1 << shift) - 1 : 0)) & ALL;
        calls = Math.min(WINDOW, calls + shift);
        calm = calls == WINDOW && failures == 0 ? generation : REFUSED;
        if (failed && calls == WINDOW && Integer.bitCount(failures) >= MOST_FAILED) {
            open(SHORTEST_NANOS);
            return Change.OPENED;
        }
        return Change.NONE;
    }

    /** How long calls are refused yet, at least; 0 if they are not. */
    long refusingNanos() {
        Pause current = pause;
        return current == null ? 0 : Math.max(0, current.nanos() - (clock.nanos() - current.sinceNanos()));
    }

    /** Whether a call would be refused; takes no lock. */
    boolean refuses() {
        Pause current = pause;
        return current != null && current.lastsAt(clock.nanos());
    }

    private void open(long shortestNanos) {
        pause = new Pause(clock.nanos(), shortestNanos + random.nextLong(shortestNanos), false);
        generation++;
    }

    /** For how long calls are refused, and yet longer while one is under way that tries the store. */
    private record Pause(long sinceNanos, long nanos, boolean probing) {

        boolean lastsAt(long now) {
            return probing || now - sinceNanos < nanos;
        }
    }
}
