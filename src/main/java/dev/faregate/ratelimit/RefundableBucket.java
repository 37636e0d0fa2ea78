package dev.faregate.ratelimit;

/**
 * A bucket that takes back what was not used, and never more. Refunding means: later calls are answered as if the grant had
 * never been, or less generously.
 *
 * <p>A grant's cost is still owed as far as the state just after it lies ahead: {@code min(cost, tatAfter - now)}. A refund of
 * an earlier grant moves all later ones forward, so what was refunded since is subtracted first. Refunding the last grant
 * leaves the others where they are and is not counted; so giving back in the order of taking, or in the opposite order, gives
 * back all. In other orders less may be given back: time refills the rest.
 */
final class RefundableBucket extends SingleBucket {

    private volatile long refunded;

    RefundableBucket(InMemoryBuckets endpoint, String caller, int group, Limits limits, long tat) {
        super(endpoint, caller, group, limits, tat);
    }

    @Override
    boolean refundable() {
        return true;
    }

    @Override
    BucketGrant reserve(long nanos, long permits, long maxWaitNanos) {
        // Read before taking: a refund in between then counts against this grant, not for it.
        long refundedBefore = refunded;
        long packed = takeWithin(nanos, permits, maxWaitNanos);
        long tatAfter = alive(limits.first().ticks(nanos) + Limits.unpacked(packed));
        return new BucketGrant(this, packed, nanos, permits, new long[] {tatAfter}, new long[] {refundedBefore});
    }

    @Override
    synchronized long refund(BucketGrant grant, long unused, long nanos) {
        while (true) {
            long seen = tat();
            long owed = seen == DEAD ? 0 : grant.owed(0, unused, refunded, seen, nanos);
            if (owed == 0) {
                return 0;
            }
            if (replace(seen, alive(seen - owed))) {
                if (!grant.isLast(0, refunded, seen)) {
                    refunded += owed;
                }
                return owed;
            }
        }
    }
}
