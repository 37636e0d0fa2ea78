package dev.faregate.integration.redis;

import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.RedisClient;

/** Both drivers to the shared server, kept open for all tests of this JVM. */
final class Drivers {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final class Lettuce {
        private static final RedisDriver DRIVER =
                LettuceDriver.connect(RedisServer.shared().uri());
    }

    private static final class Jedis {
        private static final RedisDriver DRIVER = JedisDriver.over(
                RedisClient.create("127.0.0.1", RedisServer.shared().port()));
    }

    private Drivers() {}

    static RedisDriver lettuce() {
        return Lettuce.DRIVER;
    }

    static RedisDriver jedis() {
        return Jedis.DRIVER;
    }

    /** A prefix that no other test uses. */
    static String newPrefix() {
        return "test" + NAMES.incrementAndGet();
    }
}
