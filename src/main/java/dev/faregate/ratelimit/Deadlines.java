package dev.faregate.ratelimit;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what has waited for a deadline. All have the same one, so a queue in order of arrival is enough, and one timer, which
 * runs only while something waits: it costs a call nothing but its place in the queue.
 *
 * <p>While nothing at all comes from the store for a fifth of the deadline, no more than {@link #FEW} callers are kept waiting
 * longer than that.
 */
final class Deadlines {

    /** How many callers may pay a whole deadline when a store falls silent. */
    static final int FEW = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final int LOOKS = 5;

    /** What has its answer is let go by then, however long the deadline is. */
    private static final long LONGEST_LOOK_NANOS = 10_000_000;

    private final MonotonicClock clock;
    private final long deadlineNanos;
    private final long lookNanos;
    private final Queue<Timed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile long heardNanos;

    Deadlines(MonotonicClock clock, long deadlineNanos) {
        this.clock = clock;
        this.deadlineNanos = deadlineNanos;
        this.lookNanos = Math.min(LONGEST_LOOK_NANOS, deadlineNanos / LOOKS);
        this.heardNanos = clock.nanos();
    }

    long nanos() {
        return deadlineNanos;
    }

    void watch(Timed timed) {
        waiting.add(timed);
        tickIn(lookNanos);
    }

    /** The store answered, or is asked after a pause. */
    void heard() {
        heardNanos = clock.nanos();
    }

    /** Whether nothing came from the store for a fifth of the deadline. */
    boolean silent() {
        return clock.nanos() - heardNanos >= deadlineNanos / LOOKS;
    }

    /** The timer is never cancelled: it ends by itself when nothing waits. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void tickIn(long nanos) {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            clock.schedule(this::tick, Math.max(1, nanos));
        }
    }

    private void tick() {
        long next = lookNanos;
        try {
            next = Math.min(next, look());
        } finally {
            ticking.set(false);
            if (!waiting.isEmpty()) {
                tickIn(next);
            }
        }
    }

    /** Ends what is due; nanoseconds until the next is. */
    private long look() {
        long now = clock.nanos();
        boolean silent = silent();
        long next = deadlineNanos;
        int callers = 0;
        for (Iterator<Timed> all = waiting.iterator(); all.hasNext(); ) {
            Timed timed = all.next();
            if (!timed.isDone()) {
                long left = deadlineNanos - (now - timed.sinceNanos());
                callers += timed.mayEndEarly() ? 1 : 0;
                end(timed, left, silent && timed.mayEndEarly() && callers > FEW);
                next = Math.min(next, left);
            }
            if (timed.isDone()) {
                all.remove();
            }
        }
        return next;
    }

    /** One that fails keeps none of the others waiting: a store's own future may refuse to be cancelled. */
    private static void end(Timed timed, long left, boolean early) {
        try {
            if (left <= 0) {
                timed.expire();
            } else if (early) {
                timed.endEarly();
            }
        } catch (RuntimeException | Error failure) {
            LOG.error("a call to the bucket store could not be ended at its deadline", failure);
        }
    }
}
