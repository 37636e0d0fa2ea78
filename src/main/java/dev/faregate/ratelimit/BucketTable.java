package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All buckets of a store: a hash table in segments, read without locks, and never holding more than its cap. Only full buckets
 * are forgotten, a few whenever one is added, by a hand that goes round.
 */
final class BucketTable {

    private static final int SEGMENT_BITS = 6;
    private static final int SEGMENTS = 1 << SEGMENT_BITS;
    private static final int SEGMENTS_SWEPT_AT_THE_CAP = 4;
    private static final int SLOTS_SWEPT_AT_THE_CAP = 32;

    private final BucketSegment[] segments = new BucketSegment[SEGMENTS];
    private final AtomicInteger hand = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private final MonotonicClock clock;
    private final long most;

    BucketTable(MonotonicClock clock, long most) {
        this.clock = clock;
        this.most = most;
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new BucketSegment(this);
        }
    }

    /** A caller's bucket. Null if there is none, and sometimes if the table is growing: only the lock can tell. */
    @Nullable
    Bucket find(InMemoryBuckets endpoint, String caller, int hash) {
        return segments[hash >>> -SEGMENT_BITS].find(endpoint, caller, hash);
    }

    @Nullable
    Bucket findLocked(InMemoryBuckets endpoint, String caller, int hash) {
        BucketSegment segment = segments[hash >>> -SEGMENT_BITS];
        synchronized (segment) {
            return segment.find(endpoint, caller, hash);
        }
    }

    /** A caller's bucket, ready to serve these limits; null if there is no room. */
    @Nullable
    Bucket settle(InMemoryBuckets endpoint, String caller, Limits limits, boolean refundable) {
        BucketSegment segment = segments[endpoint.hash(caller) >>> -SEGMENT_BITS];
        Bucket settled = segment.settle(endpoint, caller, limits, refundable);
        if (settled == null) {
            for (int i = 0; i < SEGMENTS_SWEPT_AT_THE_CAP; i++) {
                segments[hand.getAndIncrement() & SEGMENTS - 1].sweep(SLOTS_SWEPT_AT_THE_CAP);
            }
            settled = segment.settle(endpoint, caller, limits, refundable);
        }
        return settled;
    }

    /** Forgets all full buckets. */
    void sweep() {
        for (BucketSegment segment : segments) {
            segment.sweep(Integer.MAX_VALUE);
        }
    }

    long size() {
        return size.get();
    }

    long nanos() {
        return clock.nanos();
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
