package dev.faregate.integration.redis;

import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationLogContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The log in a real Redis. */
abstract class RedisRevocationLogContract extends RevocationLogContract {

    private final List<RedisRevocationLog> opened = new ArrayList<>();

    abstract RedisDriver driver();

    @Override
    protected RevocationLog newLog() {
        String name = RedisKey.revocations(Drivers.newPrefix());
        RedisRevocationLog log = new RedisRevocationLogBuilder(driver(), name, Duration.ofSeconds(10)).open();
        opened.add(log);
        return log;
    }

    @AfterEach
    void stopFollowing() {
        opened.forEach(RedisRevocationLog::close);
        closeDriver();
    }

    /** Unless it is shared. */
    void closeDriver() {}
}
