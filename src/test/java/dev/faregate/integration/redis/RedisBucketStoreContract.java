package dev.faregate.integration.redis;

import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The buckets in a real Redis, by a time that the test sets. */
abstract class RedisBucketStoreContract extends BucketStoreContract {

    private final AtomicLong micros = new AtomicLong(1_794_000_000_123_457L);

    abstract RedisDriver driver();

    @Override
    protected BucketStore newStore() {
        return new RedisBucketStore(
                new TimedDriver(driver(), micros::get), Drivers.newPrefix(), Duration.ofSeconds(10));
    }

    @Override
    protected void advance(Duration time) {
        micros.addAndGet(time.toNanos() / 1000);
    }
}
