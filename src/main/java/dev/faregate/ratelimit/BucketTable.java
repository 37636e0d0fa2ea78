package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one {@link KeySpace} of a store: a hash table in segments, read without locks, and never holding more than its cap. Only
 * full buckets are forgotten, a few whenever one is added, by a hand that goes round. So that one group cannot take all the room, it
 * holds no more than an eighth of the cap, and where half of the room is taken, gets no more buckets beyond a two thousandth.
 */
final class BucketTable {

    /** A bucket that is full for less is left alone while there is room: its caller may soon be back. */
    static final long IDLE_NANOS = 10_000_000_000L;

    private static final int SEGMENT_BITS = 6;
    private static final int SEGMENTS = 1 << SEGMENT_BITS;
    private static final int SLOTS_SWEPT_AT_THE_CAP = 8;

    /** What a group may hold of any table that has room. */
    private static final int FEW = 8;

    private static final int SHARE = 8;
    private static final int SHARE_WHERE_CROWDED = 2_000;

    private final BucketSegment[] segments = new BucketSegment[SEGMENTS];
    private final AtomicInteger hand = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private final GroupCounts groups;
    private final MonotonicClock clock;
    private final long most;
    private final long idle;

    /**
     * The clock counts in the unit of the limits; full buckets are left alone for so long, in the same unit. The seed keeps the counts of
     * groups unpredictable.
     */
    BucketTable(MonotonicClock clock, long most, long idle, int seed) {
        this.clock = clock;
        this.most = most;
        this.idle = idle;
        this.groups = new GroupCounts(most, seed);
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
            InMemoryBuckets endpoint,
            String caller,
            int group,
            Limits limits,
            boolean refundable,
            Function<Bucket, T> use) {
        return use(endpoint, caller, group, limits, refundable, use, () -> null);
    }

    /** The same; where there is no room, something else is used under the same lock, so that there is none until then. */
    <T> @Nullable T use(
            InMemoryBuckets endpoint,
            String caller,
            int group,
            Limits limits,
            boolean refundable,
            Function<Bucket, T> use,
            Supplier<@Nullable T> noRoom) {
        BucketSegment segment = segment(endpoint.hash(caller));
        T result = segment.use(endpoint, caller, group, limits, refundable, use, () -> null);
        if (result == null) {
            segments[hand.getAndIncrement() & SEGMENTS - 1].sweep(SLOTS_SWEPT_AT_THE_CAP, 0);
            result = segment.use(endpoint, caller, group, limits, refundable, use, noRoom);
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

    /** The number of a group, or of a caller without one, which is a group of its own. */
    int group(String name) {
        return groups.number(name);
    }

    /** Makes room for one more bucket of a group; false at the cap, and where the group has its share. */
    boolean claim(int group) {
        long held = size.incrementAndGet();
        long share = most / (held <= most / 2 ? SHARE : SHARE_WHERE_CROWDED);
        if (held <= most && groups.count(group) < Math.max(FEW, share)) {
            groups.add(group);
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    void release(int group) {
        groups.remove(group);
        size.decrementAndGet();
    }
}
