package dev.faregate.integration.redis;

final class LettuceSessionStoreTest extends RedisSessionStoreContract {

    @Override
    RedisDriver driver() {
        return Drivers.lettuce();
    }
}
