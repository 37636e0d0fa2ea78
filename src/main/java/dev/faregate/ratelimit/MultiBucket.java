package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bucket under several limits, which admit together or not at all. Writes hold the lock; a denial reads without it, and
 * again under it if somebody wrote meanwhile.
 */
final class MultiBucket extends Bucket {

    private final AtomicLongArray tats;
    private final long[] refunded;
    private volatile int writes;

    MultiBucket(InMemoryBuckets endpoint, String caller, int group, Limits limits, long[] tats) {
        super(endpoint, caller, group, limits);
        this.tats = new AtomicLongArray(tats.length);
        this.refunded = new long[tats.length];
        for (int i = 0; i < tats.length; i++) {
            this.tats.set(i, alive(tats[i]));
        }
    }

    @Override
    long take(long nanos, long permits) {
        int before = writes;
        long denial = answer(nanos, permits, 0);
        boolean quiet = (before & 1) == 0 && writes == before;
        return quiet && !Limits.allows(denial) ? denial : takeLocked(nanos, permits, 0);
    }

    @Override
    synchronized long peek(long nanos, long permits) {
        return tats.get(0) == DEAD ? GONE : bound(nanos, permits, 0);
    }

    @Override
    synchronized BucketGrant reserve(long nanos, long permits, long maxWaitNanos) {
        long[] refundedBefore = refunded.clone();
        long packed = takeLocked(nanos, permits, maxWaitNanos);
        return new BucketGrant(this, packed, nanos, permits, tats(), refundedBefore);
    }

    @Override
    synchronized long refund(BucketGrant grant, long unused, long nanos) {
        long sum = 0;
        writes++;
        for (int i = 0; i < tats.length() && tats.get(0) != DEAD; i++) {
            long seen = tats.get(i);
            long owed = grant.owed(i, unused, refunded[i], seen, nanos);
            tats.set(i, alive(seen - owed));
            if (!grant.isLast(i, refunded[i], seen)) {
                refunded[i] += owed;
            }
            sum += owed;
        }
        writes++;
        return sum;
    }

    @Override
    synchronized void raise(int index, long least) {
        if (least - tats.get(index) > 0) {
            writes++;
            tats.set(index, alive(least));
            writes++;
        }
    }

    @Override
    boolean refundable() {
        return true;
    }

    @Override
    synchronized boolean evict(long nanos) {
        for (int i = 0; i < tats.length(); i++) {
            if (tats.get(0) != DEAD && tats.get(i) - limits.gcra(i).ticks(nanos) > 0) {
                return false;
            }
        }
        kill();
        return true;
    }

    @Override
    synchronized long[] kill() {
        long[] last = tats();
        writes++;
        for (int i = 0; i < last.length; i++) {
            tats.set(i, DEAD);
        }
        writes++;
        return last;
    }

    @Override
    synchronized long[] tats() {
        long[] now = new long[tats.length()];
        for (int i = 0; i < now.length; i++) {
            now[i] = tats.get(i);
        }
        return now;
    }

    private synchronized long takeLocked(long nanos, long permits, long maxWaitNanos) {
        long packed = answer(nanos, permits, maxWaitNanos);
        if (!Limits.allows(packed)) {
            return packed;
        }
        endpoint.waits(limits.waitNanos(packed));
        writes++;
        for (int i = 0; i < tats.length(); i++) {
            Gcra gcra = limits.gcra(i);
            long now = gcra.ticks(nanos);
            tats.set(i, alive(now + Math.max(0, tats.get(i) - now) + gcra.cost(permits)));
        }
        writes++;
        return packed;
    }

    private long answer(long nanos, long permits, long maxWaitNanos) {
        for (int i = 0; i < tats.length(); i++) {
            if (!real(i, tats.get(i), nanos)) {
                return GONE;
            }
        }
        return bound(nanos, permits, maxWaitNanos);
    }

    /** The answer of the limit that binds, see {@link Decision}. */
    private long bound(long nanos, long permits, long maxWaitNanos) {
        long bound = answer(0, nanos, permits, maxWaitNanos);
        for (int i = 1; i < tats.length(); i++) {
            long other = answer(i, nanos, permits, maxWaitNanos);
            if (limits.binds(other, bound)) {
                bound = other;
            }
        }
        return bound;
    }

    private long answer(int i, long nanos, long permits, long maxWaitNanos) {
        Gcra gcra = limits.gcra(i);
        long debt = gcra.debt(tats.get(i), gcra.ticks(nanos), longestWait(gcra));
        return Limits.packed(gcra.answer(debt, gcra.cost(permits), gcra.ticksWithin(maxWaitNanos)), i);
    }
}
