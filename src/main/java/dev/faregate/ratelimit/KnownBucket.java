package dev.faregate.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a bucket that another store keeps: between which two states it was when the store last answered, for the
 * limit that answered. Only reads are without a lock.
 */
final class KnownBucket extends Bucket {

    private static final long[] NONE = {};

    /** Where several limits hold, a denial tells about calls for as many permits only, and {@code permits} is not 0. */
    private record Told(int index, long least, long most, long permits, long units) {}

    private volatile @Nullable Told told;

    KnownBucket(InMemoryBuckets endpoint, String caller, int group, Limits limits) {
        super(endpoint, caller, group, limits);
    }

    /** The store answered, by one of the limits, which was owed so much at some time between these two. */
    void tell(int index, long debt, long leastUnits, long mostUnits, long permits) {
        Gcra gcra = limits.gcra(index);
        long least = gcra.ticks(leastUnits) + debt;
        long most = gcra.ticks(mostUnits) + debt;
        Told before = told;
        if (before != null && before.index == index && before.permits == permits) {
            least = before.least - least > 0 ? before.least : least;
            most = before.most - most > 0 ? before.most : most;
        }
        told = new Told(index, least, most, permits, mostUnits);
    }

    void forget() {
        told = null;
    }

    /** The store's denial of a call that is ready to wait, as far as it is known here and not older than that; else 0. */
    long denial(long units, long permits, long maxWaitNanos, long oldest) {
        Told last = told;
        if (last == null || units - last.units > oldest || (last.permits != 0 && last.permits != permits)) {
            return 0;
        }
        Gcra gcra = limits.gcra(last.index);
        long now = gcra.ticks(units);
        long full = gcra.tau() - gcra.cost(permits);
        long least = Math.max(0, last.least - now) - full;
        return least <= 0 || gcra.nanos(least) <= maxWaitNanos
                ? 0
                : Limits.packed(full - Math.max(0, last.most - now), last.index);
    }

    @Override
    boolean evict(long units) {
        Told last = told;
        return last == null || last.most - limits.gcra(last.index).ticks(units) <= 0;
    }

    @Override
    long[] kill() {
        forget();
        return NONE;
    }

    @Override
    long[] tats() {
        return NONE;
    }

    @Override
    boolean refundable() {
        return false;
    }

    @Override
    long take(long units, long permits) {
        throw notHere();
    }

    @Override
    long peek(long units, long permits) {
        throw notHere();
    }

    @Override
    BucketGrant reserve(long units, long permits, long maxWaitNanos) {
        throw notHere();
    }

    @Override
    long refund(BucketGrant grant, long unused, long units) {
        throw notHere();
    }

    @Override
    void raise(int index, long tat) {
        throw notHere();
    }

    private static AssertionError notHere() {
        return new AssertionError("kept by another store");
    }
}
