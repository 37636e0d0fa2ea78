package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All buckets of a store: a hash table in segments, read without locks, and never holding more than its cap. Only full buckets
 * are forgotten, a few whenever one is added, by a hand that goes round.
 */
final class BucketTable {

    /** A bucket that is full for less is left alone while there is room: its caller may soon be back. */
    static final long IDLE_NANOS = 10_000_000_000L;

    private static final int SEGMENT_BITS = 6;
    private static final int SEGMENTS = 1 << SEGMENT_BITS;
    private static final int SLOTS_SWEPT_AT_THE_CAP = 8;

    private final BucketSegment[] segments = new BucketSegment[SEGMENTS];
    private final AtomicInteger hand = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private final MonotonicClock clock;
    private final long most;
    private final long idle;

    /** The clock counts in the unit of the limits; full buckets are left alone for so long, in the same unit. */
    BucketTable(MonotonicClock clock, long most, long idle) {
        this.clock = clock;
        this.most = most;
        this.idle = idle;
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new BucketSegment(this);
        }
    }

    /** A caller's bucket, or null. */
    @Nullable
    Bucket findLocked(InMemoryBuckets endpoint, String caller, int hash) {
        BucketSegment segment = segment(hash);
        synchronized (segment) {
            return segment.find(endpoint, caller, hash);
        }
    }

    /** Uses a caller's bucket under the lock, once it serves these limits; null if there is no room. */
    <T> @Nullable T use(
            InMemoryBuckets endpoint, String caller, Limits limits, boolean refundable, Function<Bucket, T> use) {
        BucketSegment segment = segment(endpoint.hash(caller));
        T result = segment.use(endpoint, caller, limits, refundable, use);
        if (result == null) {
            segments[hand.getAndIncrement() & SEGMENTS - 1].sweep(SLOTS_SWEPT_AT_THE_CAP, 0);
            result = segment.use(endpoint, caller, limits, refundable, use);
        }
        return result;
    }

    /** Forgets a caller's bucket, whatever it owes. */
    void forget(InMemoryBuckets endpoint, String caller) {
        segment(endpoint.hash(caller)).forget(endpoint, caller);
    }

    /** Forgets all full buckets. */
    void sweep() {
        for (BucketSegment segment : segments) {
            segment.sweep(Integer.MAX_VALUE, 0);
        }
    }

    BucketSegment segment(int hash) {
        return segments[hash >>> -SEGMENT_BITS];
    }

    long size() {
        return size.get();
    }

    long nanos() {
        return clock.nanos();
    }

    long idle() {
        return idle;
    }

    /** Makes room for one more bucket; false at the cap. */
    boolean claim() {
        if (size.incrementAndGet() <= most) {
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    void release() {
        size.decrementAndGet();
    }
}
