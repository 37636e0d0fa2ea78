package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The buckets of one endpoint, in memory: they lie in the table that all endpoints share. */
final class InMemoryBuckets implements BucketStore.Buckets {

    private static final int GOLDEN_RATIO = 0x9E3779B9;
    private static final AtomicInteger IDS = new AtomicInteger();

    private final BucketTable table;
    private final MonotonicClock clock;
    private final Runnable overflowed;
    private final int id = IDS.incrementAndGet();
    private final int seed = System.identityHashCode(this);
    private final AtomicLong longestWaitNanos = new AtomicLong();
    private volatile @Nullable Bucket overflow;

    InMemoryBuckets(BucketTable table, MonotonicClock clock, Runnable overflowed) {
        this.table = table;
        this.clock = clock;
        this.overflowed = overflowed;
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        Bucket bucket = table.find(this, caller, hash(caller));
        if (bucket != null && bucket.isUnder(limits)) {
            long answer = bucket.take(clock.nanos(), permits, 0);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
        return takeSettled(caller, limits, permits);
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        Bucket bucket = table.find(this, caller, hash(caller));
        if (bucket != null && bucket.isUnder(limits)) {
            long answer = bucket.peek(clock.nanos(), permits);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
        Bucket known = table.findLocked(this, caller, hash(caller));
        return (known == null ? fresh(caller, limits, false) : known.heir(caller, limits, false, known.tats()))
                .peek(clock.nanos(), permits);
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        while (true) {
            BucketGrant grant = settled(caller, limits, true).reserve(clock.nanos(), permits, maxWaitNanos);
            if (grant != null) {
                return grant;
            }
        }
    }

    private long takeSettled(String caller, Limits limits, long permits) {
        while (true) {
            // The clock is read after the bucket was found: a time from before it was made could let too much in.
            long answer = settled(caller, limits, false).take(clock.nanos(), permits, 0);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
    }

    private Bucket settled(String caller, Limits limits, boolean refundable) {
        Bucket bucket = table.settle(this, caller, limits, refundable);
        if (bucket != null) {
            return bucket;
        }
        overflowed.run();
        return settledOverflow(limits, refundable);
    }

    private synchronized Bucket settledOverflow(Limits limits, boolean refundable) {
        Bucket bucket = overflow;
        if (bucket == null) {
            bucket = Bucket.of(this, "", limits, limits.full(clock.nanos()), refundable);
        } else if (!bucket.serves(limits, refundable, clock.nanos())) {
            bucket = bucket.heir("", limits, refundable, bucket.kill());
        }
        overflow = bucket;
        return bucket;
    }

    /** A new bucket: full, or in debt as far as the overflow bucket is, which its caller may have used before. */
    Bucket fresh(String caller, Limits limits, boolean refundable) {
        Bucket before = overflow;
        return before == null
                ? Bucket.of(this, caller, limits, limits.full(clock.nanos()), refundable)
                : before.heir(caller, limits, refundable, before.tats());
    }

    int hash(String caller) {
        int mixed = (caller.hashCode() ^ seed) * GOLDEN_RATIO;
        return mixed ^ mixed >>> 16;
    }

    /** Different for each, as hash codes may not be. */
    int id() {
        return id;
    }

    long nanos() {
        return clock.nanos();
    }

    /** The longest wait that was ever granted here: no real debt exceeds a full bucket by more. */
    long longestWaitNanos() {
        return longestWaitNanos.get();
    }

    void waits(long nanos) {
        if (nanos > longestWaitNanos.get()) {
            longestWaitNanos.accumulateAndGet(nanos, Math::max);
        }
    }
}
