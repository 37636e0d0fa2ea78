package dev.faregate.integration.redis;

import redis.clients.jedis.RedisClient;

/** With a driver for each test: a log holds a connection of its pool for as long as the driver is open. */
final class JedisRevocationLogTest extends RedisRevocationLogContract {

    private final RedisClient client =
            RedisClient.create("127.0.0.1", RedisServer.shared().port());
    private final RedisDriver driver = JedisDriver.over(client);

    @Override
    RedisDriver driver() {
        return driver;
    }

    @Override
    void closeDriver() {
        driver.close();
        client.close();
    }
}
