package dev.faregate.integration.redis;

final class LettuceBucketStoreTest extends RedisBucketStoreContract {

    @Override
    RedisDriver driver() {
        return Drivers.lettuce();
    }
}
