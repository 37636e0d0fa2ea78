package dev.faregate.integration.redis;

final class JedisRevocationLogTest extends RedisRevocationLogContract {

    @Override
    RedisDriver driver() {
        return Drivers.jedis();
    }
}
