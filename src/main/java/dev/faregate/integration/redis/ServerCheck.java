package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out at start what can be known at start: whether the server is new enough, and may run our scripts. */
final class ServerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\d+)\\.(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ServerCheck() {}

    static void check(RedisDriver driver, String prefix) {
        checkVersion(driver);
        checkScripts(driver, prefix);
    }

    private static void checkVersion(RedisDriver driver) {
        String info;
        try {
            info = driver.info();
        } catch (RedisErrorReply e) {
            LOG.info("Redis does not tell its version ({}): taken to be 6.2 or newer", e.code());
            return;
        }
        Matcher version = VERSION.matcher(info);
        if (!version.find()) {
            LOG.info("Redis does not tell its version: taken to be 6.2 or newer");
            return;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < 6 || (major == 6 && minor < 2)) {
            throw new IllegalStateException("Redis version: " + major + "." + minor + " (expected: 6.2 or newer)");
        }
    }

    /** Runs what the scripts need, on a key that is never written. */
    private static void checkScripts(RedisDriver driver, String prefix) {
        RedisScript probe = new RedisScript(driver, RedisScript.resource("probe.lua"), PATIENCE);
        try {
            List<Object> reply = probe.run(RedisKey.utf8(prefix + ":probe"));
            if (!reply.equals(List.of(1L))) {
                throw new IllegalStateException(
                        "Redis runs scripts otherwise than expected: " + reply.size() + " replies");
            }
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof RedisErrorReply error) {
                throw new IllegalStateException(
                        "Redis refuses to run scripts: " + error.code()
                                + " (expected: a user with +eval +evalsha +time +get +set +del +hget +hset +hdel +hgetall +pexpireat"
                                + " +publish +subscribe on keys and channels with the prefix, on a server that takes writes)",
                        e);
            }
            throw e;
        }
    }
}
