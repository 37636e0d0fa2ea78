package dev.faregate.ratelimit;

/** All buckets of this process. */
final class InMemoryBucketStore implements BucketStore {

    private final MonotonicClock clock;
    private final BucketTable table;

    InMemoryBucketStore(MonotonicClock clock, long maxBuckets) {
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("maxBuckets: " + maxBuckets + " (expected: > 0)");
        }
        this.clock = clock;
        this.table = new BucketTable(clock, maxBuckets);
    }

    @Override
    public InMemoryBuckets open(String endpoint, Runnable overflowed) {
        return new InMemoryBuckets(table, clock, overflowed);
    }

    BucketTable table() {
        return table;
    }
}
