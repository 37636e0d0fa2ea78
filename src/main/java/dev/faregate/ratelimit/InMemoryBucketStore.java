package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;

/** All buckets of this process. */
final class InMemoryBucketStore implements BucketStore {

    private final BucketTables tables;
    private final AtomicInteger endpoints = new AtomicInteger();

    InMemoryBucketStore(MonotonicClock clock, long maxBuckets) {
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("maxBuckets: " + maxBuckets + " (expected: > 0)");
        }
        this.tables = new BucketTables(clock, maxBuckets, BucketTable.IDLE_NANOS);
    }

    @Override
    public InMemoryBuckets open(String endpoint, Runnable overflowed) {
        return open(endpoint, KeySpace.IDENTIFIED, overflowed);
    }

    @Override
    public InMemoryBuckets open(String endpoint, KeySpace space, Runnable overflowed) {
        return new InMemoryBuckets(tables, space, endpoints.getAndIncrement(), true, overflowed);
    }

    /** The table of identified callers. */
    BucketTable table() {
        return tables.table(KeySpace.IDENTIFIED);
    }
}
