package dev.faregate.integration.redis;

import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.SessionStoreContract;
import java.time.Duration;

/** The sessions in a real Redis, by a time that the test sets. */
abstract class RedisSessionStoreContract extends SessionStoreContract {

    abstract RedisDriver driver();

    private String prefix = "";

    @Override
    protected SessionStore newStore() {
        prefix = Drivers.newPrefix();
        return newNode();
    }

    @Override
    protected SessionStore newNode() {
        RedisDriver timed = new TimedDriver(driver(), () -> clock.instant().toEpochMilli() * 1000);
        return new RedisSessionStore(timed, prefix, Duration.ofSeconds(10));
    }
}
