package dev.faregate.integration.redis;

final class JedisBucketStoreTest extends RedisBucketStoreContract {

    @Override
    RedisDriver driver() {
        return Drivers.jedis();
    }
}
