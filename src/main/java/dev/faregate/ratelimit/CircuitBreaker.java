package dev.faregate.ratelimit;

import java.util.random.RandomGenerator;

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
    private boolean open;
    private boolean probing;
    private long openedNanos;
    private long openForNanos;

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
        if (!open) {
            return generation;
        }
        if (probing || clock.nanos() - openedNanos < openForNanos) {
            return REFUSED;
        }
        probing = true;
        return ++generation;
    }

    /** The ticket of a call that waits for another's: to report that it waited in vain. */
    long watch() {
        long ticket = calm;
        return ticket == REFUSED ? watchLocked() : ticket;
    }

    private synchronized long watchLocked() {
        return open ? REFUSED : generation;
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
        if (open) {
            if (failed) {
                open(2 * SHORTEST_NANOS);
                return Change.NONE;
            }
            open = false;
            probing = false;
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
    synchronized long refusingNanos() {
        return open ? Math.max(0, openForNanos - (clock.nanos() - openedNanos)) : 0;
    }

    private void open(long shortestNanos) {
        open = true;
        probing = false;
        generation++;
        openedNanos = clock.nanos();
        openForNanos = shortestNanos + random.nextLong(shortestNanos);
    }
}
