package dev.faregate.ratelimit;

/** Permits that are debited in the store, to be handed out here for a while. Not safe for use by many threads. */
final class Lease {

    static final long LIFE_NANOS = 100_000_000;

    private static final long LEAST_REFILL = 10;
    private static final long SCARCE = 5;

    private final BucketStore.Grant grant;
    private final Gcra gcra;
    private final long tat;
    private final long sinceNanos;
    private long left;

    /** The store's bucket is full at {@code tat}, in ticks, if nobody else takes from it. */
    Lease(BucketStore.Grant grant, Gcra gcra, long tat, long sinceNanos, long left) {
        this.grant = grant;
        this.gcra = gcra;
        this.tat = tat;
        this.sinceNanos = sinceNanos;
        this.left = left;
    }

    /**
     * How many permits to lease, see {@link StoreGuard#leases}.
     *
     * @param left how many the bucket still holds when those were taken that are needed
     * @param peak how many were asked for in the busiest time as long as a lease
     */
    static long size(Gcra gcra, long left, long peak, int nodes) {
        boolean slow = gcra.ticksWithin(LIFE_NANOS) / gcra.cost(1) < LEAST_REFILL;
        boolean scarce = left < gcra.limit().burst() / SCARCE;
        long size = slow || scarce ? 0 : Math.min(peak, left / (2L * nodes));
        return size < 2 ? 0 : size;
    }

    boolean covers(long permits, long nanos) {
        return permits <= left && !isOver(nanos);
    }

    /** Hands out permits, and answers as if only those that were handed out had been debited. */
    long take(long permits, long units) {
        left -= permits;
        long debt = tat - gcra.ticks(units) - gcra.cost(left);
        return Limits.packed(Math.max(gcra.cost(permits), debt), 0);
    }

    boolean isOver(long nanos) {
        return nanos - sinceNanos >= LIFE_NANOS;
    }

    long left() {
        return left;
    }

    BucketStore.Grant grant() {
        return grant;
    }
}
