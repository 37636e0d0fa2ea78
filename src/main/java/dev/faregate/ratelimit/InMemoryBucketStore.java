package dev.faregate.ratelimit;

/** All buckets of this process. */
final class InMemoryBucketStore implements BucketStore {

    private final MonotonicClock clock;

    InMemoryBucketStore(MonotonicClock clock, long maxBuckets) {
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("maxBuckets: " + maxBuckets + " (expected: > 0)");
        }
        this.clock = clock;
    }

    @Override
    public Buckets open(String endpoint, Runnable overflowed) {
        return new InMemoryBuckets(clock);
    }
}
