package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;

/** All buckets of this process. */
final class InMemoryBucketStore implements BucketStore {

    private final MonotonicClock clock;
    private final BucketTable table;
    private final AtomicInteger endpoints = new AtomicInteger();

    InMemoryBucketStore(MonotonicClock clock, long maxBuckets) {
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("maxBuckets: " + maxBuckets + " (expected: > 0)");
        }
        this.clock = clock;
        this.table = new BucketTable(clock, maxBuckets, BucketTable.IDLE_NANOS);
    }

    @Override
    public InMemoryBuckets open(String endpoint, Runnable overflowed) {
        return new InMemoryBuckets(table, endpoints.getAndIncrement(), clock, true, overflowed);
    }

    BucketTable table() {
        return table;
    }
}
