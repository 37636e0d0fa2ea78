package dev.faregate.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * One caller's bucket at one endpoint, and its own node in the {@link BucketTable}: a look-up meets no other object. A bucket
 * lives under the same limits until it is dead; then it stays dead, and calls that still hold it look again.
 */
abstract class Bucket {

    /** The answer of a bucket that is dead or whose debt cannot be real: look again, under the lock. */
    static final long GONE = Long.MIN_VALUE + 1;

    /** The state of a dead bucket. */
    static final long DEAD = Long.MIN_VALUE;

    final InMemoryBuckets endpoint;
    final String caller;
    final int hash;

    /** The number of the group that it counts for, see {@link GroupCounts}. */
    final int group;

    final Limits limits;

    /** The next in the same slot of the table; written under the lock of its segment. */
    volatile @Nullable Bucket next;

    Bucket(InMemoryBuckets endpoint, String caller, int group, Limits limits) {
        this.endpoint = endpoint;
        this.caller = caller;
        this.hash = endpoint.hash(caller);
        this.group = group;
        this.limits = limits;
    }

    /** A bucket with these debts, in ticks of each limit. */
    static Bucket of(
            InMemoryBuckets endpoint, String caller, int group, Limits limits, long[] tats, boolean refundable) {
        if (!endpoint.inherits()) {
            return new KnownBucket(endpoint, caller, group, limits);
        }
        if (limits.count() > 1) {
            return new MultiBucket(endpoint, caller, group, limits, tats);
        }
        return refundable
                ? new RefundableBucket(endpoint, caller, group, limits, tats[0])
                : new SingleBucket(endpoint, caller, group, limits, tats[0]);
    }

    /** The packed answer, or {@link #GONE}. */
    abstract long take(long nanos, long permits);

    /** What {@link #take} would answer; for a dead bucket {@link #GONE}. */
    abstract long peek(long nanos, long permits);

    /** Takes so that it can be given back; answers {@link #GONE} as {@link #take} does. */
    abstract BucketGrant reserve(long nanos, long permits, long maxWaitNanos);

    /** Gives back the unused permits of a grant, as far as they are still owed; the number of ticks, summed over the limits. */
    abstract long refund(BucketGrant grant, long unused, long nanos);

    /** Has one limit's state at least so high. Not for a dead bucket. */
    abstract void raise(int index, long tat);

    /** Whether {@link #reserve} works here. */
    abstract boolean refundable();

    /** Dies if full. */
    abstract boolean evict(long nanos);

    /** Dies, and leaves its last state. */
    abstract long[] kill();

    /** Its state now. */
    abstract long[] tats();

    /**
     * Its successor under other limits, with as many permits owed, see {@link Limits#inherited}.
     */
    final Bucket heir(String forCaller, int forGroup, Limits to, boolean toRefund, long[] lastTats) {
        long nanos = endpoint.nanos();
        long[] owed = to.inherited(limits, debts(lastTats, nanos));
        long[] tats = to.full(nanos);
        for (int i = 0; i < tats.length; i++) {
            endpoint.waits(to.gcra(i).nanos(Math.max(0, owed[i] - to.gcra(i).tau())));
            tats[i] += owed[i];
        }
        return of(endpoint, forCaller, forGroup, to, tats, toRefund);
    }

    private long[] debts(long[] lastTats, long nanos) {
        long[] debts = new long[lastTats.length];
        for (int i = 0; i < debts.length; i++) {
            Gcra gcra = limits.gcra(i);
            debts[i] = lastTats[i] == DEAD ? 0 : gcra.debt(lastTats[i], gcra.ticks(nanos), longestWait(gcra));
        }
        return debts;
    }

    final boolean isOf(InMemoryBuckets wanted, String wantedCaller, int wantedHash) {
        return hash == wantedHash && endpoint == wanted && caller.equals(wantedCaller);
    }

    /** Whether it can answer for these limits as it is: alive, and with debts that can be real. */
    final boolean serves(Limits wanted, boolean toRefund, long nanos) {
        if (!limits.equals(wanted) || (toRefund && !refundable())) {
            return false;
        }
        long[] tats = tats();
        for (int i = 0; i < tats.length; i++) {
            if (!real(i, tats[i], nanos)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a state is alive, and its debt not above what any call could have left. */
    final boolean real(int index, long tat, long nanos) {
        Gcra gcra = limits.gcra(index);
        long debt = tat - gcra.ticks(nanos);
        return tat != DEAD && (debt <= gcra.tau() || debt - gcra.tau() <= longestWait(gcra));
    }

    final long longestWait(Gcra gcra) {
        return gcra.ticksWithin(endpoint.longestWaitNanos());
    }

    /** A state that is no death. */
    static long alive(long tat) {
        return tat == DEAD ? DEAD + 1 : tat;
    }
}
