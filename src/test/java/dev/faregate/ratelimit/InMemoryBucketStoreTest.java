package dev.faregate.ratelimit;

import java.time.Duration;

class InMemoryBucketStoreTest extends BucketStoreContract {

    private final ManualClock clock = new ManualClock();

    @Override
    protected BucketStore newStore() {
        return BucketStore.inMemory(clock, 1_000);
    }

    @Override
    protected void advance(Duration time) {
        clock.advance(time);
    }

    /** A limiter opens each endpoint once, and in memory that makes buckets of its own. */
    @Override
    protected boolean sharesBucketsBetweenLimiters() {
        return false;
    }
}
