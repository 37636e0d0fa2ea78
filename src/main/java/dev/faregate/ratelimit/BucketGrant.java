package dev.faregate.ratelimit;

/** What was taken from which bucket, by the bucket's state just after. */
final class BucketGrant implements BucketStore.Grant {

    private final Bucket bucket;
    private final long answer;
    private final long permits;
    private final long nanos;
    private final long[] tatsAfter;
    private final long[] refundedBefore;

    /** All that was refunded to the bucket by then, in ticks of each limit, tells apart what was refunded since. */
    BucketGrant(Bucket bucket, long answer, long nanos, long permits, long[] tatsAfter, long[] refundedBefore) {
        this.bucket = bucket;
        this.answer = answer;
        this.nanos = nanos;
        this.permits = permits;
        this.tatsAfter = tatsAfter;
        this.refundedBefore = refundedBefore;
    }

    @Override
    public long answer() {
        return answer;
    }

    @Override
    public boolean refund() {
        return refund(permits);
    }

    @Override
    public boolean refund(long unused) {
        return bucket.refund(this, unused, bucket.endpoint.nanos()) > 0;
    }

    /** What is still owed to one limit of the unused permits, which are those it took last, in ticks; at least 0. */
    long owed(int index, long unused, long refunded, long tat, long nowNanos) {
        Gcra gcra = bucket.limits.gcra(index);
        long now = gcra.ticks(nowNanos);
        long debtAfter = tatsAfter[index] - gcra.ticks(nanos);
        // Ticks may have wrapped since; nanoseconds have not.
        if (nowNanos - nanos > gcra.nanos(debtAfter)) {
            return 0;
        }
        long mine = Math.min(gcra.cost(unused), end(index, refunded) - now);
        return Math.max(0, Math.min(mine, tat - now));
    }

    /** Whether the bucket's state still ends with this grant. */
    boolean isLast(int index, long refunded, long tat) {
        return tat == end(index, refunded);
    }

    private long end(int index, long refunded) {
        return tatsAfter[index] - (refunded - refundedBefore[index]);
    }
}
