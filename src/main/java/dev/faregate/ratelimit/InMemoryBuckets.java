package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The buckets of one endpoint, in memory: they lie in the table that all endpoints share. */
final class InMemoryBuckets implements BucketStore.Buckets {

    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final BucketTable table;
    private final MonotonicClock clock;
    private final Runnable overflowed;
    private final int id;
    private final AtomicLong longestWaitNanos = new AtomicLong();
    private volatile @Nullable Bucket overflow;

    InMemoryBuckets(BucketTable table, int id, MonotonicClock clock, Runnable overflowed) {
        this.table = table;
        this.id = id;
        this.clock = clock;
        this.overflowed = overflowed;
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        Bucket bucket = table.find(this, caller, hash(caller));
        if (bucket != null && bucket.isUnder(limits)) {
            long answer = bucket.take(clock.nanos(), permits);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
        return takeAnew(caller, limits, permits);
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
        return peekLocked(caller, limits, permits);
    }

    private long peekLocked(String caller, Limits limits, long permits) {
        Bucket known = table.findLocked(this, caller, hash(caller));
        Bucket bucket = known == null ? fresh(caller, limits, false) : known.heir(caller, limits, false, known.tats());
        return bucket.peek(clock.nanos(), permits);
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        BucketGrant grant;
        do {
            grant = use(caller, limits, true, bucket -> bucket.reserve(clock.nanos(), permits, maxWaitNanos));
        } while (grant.answer() == Bucket.GONE);
        return grant;
    }

    /** For equal limits from elsewhere, and for all that needs the lock. */
    private long takeAnew(String caller, Limits limits, long permits) {
        Bucket bucket = table.find(this, caller, hash(caller));
        if (bucket != null && bucket.limits.equals(limits)) {
            long answer = bucket.take(clock.nanos(), permits);
            if (answer != Bucket.GONE) {
                return answer;
            }
        }
        return takeLocked(caller, limits, permits);
    }

    private long takeLocked(String caller, Limits limits, long permits) {
        long answer;
        do {
            // The clock is read after the bucket was found: a time from before it was made could let too much in.
            answer = use(caller, limits, false, bucket -> bucket.take(clock.nanos(), permits));
        } while (answer == Bucket.GONE);
        return answer;
    }

    private <T> T use(String caller, Limits limits, boolean refundable, Function<Bucket, T> use) {
        T result = table.use(this, caller, limits, refundable, use);
        if (result != null) {
            return result;
        }
        overflowed.run();
        return useOverflow(limits, refundable, use);
    }

    private synchronized <T> T useOverflow(Limits limits, boolean refundable, Function<Bucket, T> use) {
        Bucket bucket = overflow;
        if (bucket == null) {
            bucket = Bucket.of(this, "", limits, limits.full(clock.nanos()), refundable);
        } else if (!bucket.serves(limits, refundable, clock.nanos())) {
            bucket = bucket.heir("", limits, refundable, bucket.kill());
        }
        overflow = bucket;
        return use.apply(bucket);
    }

    /** A new bucket: full, or in debt as far as the overflow bucket is, which its caller may have used before. */
    Bucket fresh(String caller, Limits limits, boolean refundable) {
        Bucket before = overflow;
        return before == null
                ? Bucket.of(this, caller, limits, limits.full(clock.nanos()), refundable)
                : before.heir(caller, limits, refundable, before.tats());
    }

    int hash(String caller) {
        int mixed = (caller.hashCode() + id) * GOLDEN_RATIO;
        return mixed ^ mixed >>> 16;
    }

    /** Different for each endpoint of the table. */
    int id() {
        return id;
    }

    long nanos() {
        return clock.nanos();
    }

    /** The longest wait that was ever granted or inherited here: no real debt exceeds a full bucket by more. */
    long longestWaitNanos() {
        return longestWaitNanos.get();
    }

    void waits(long nanos) {
        if (nanos > longestWaitNanos.get()) {
            longestWaitNanos.accumulateAndGet(nanos, Math::max);
        }
    }
}
