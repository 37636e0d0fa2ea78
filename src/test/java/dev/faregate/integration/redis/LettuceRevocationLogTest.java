package dev.faregate.integration.redis;

final class LettuceRevocationLogTest extends RedisRevocationLogContract {

    @Override
    RedisDriver driver() {
        return Drivers.lettuce();
    }
}
