package dev.faregate.integration.redis;

final class JedisSessionStoreTest extends RedisSessionStoreContract {

    @Override
    RedisDriver driver() {
        return Drivers.jedis();
    }
}
