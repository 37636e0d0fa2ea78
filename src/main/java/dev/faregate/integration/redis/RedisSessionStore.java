package dev.faregate.integration.redis;

import dev.faregate.exchange.SessionStore;
import java.time.Duration;
import java.time.Instant;

/** Each session is one key, which ends when the refresh token does. */
final class RedisSessionStore implements SessionStore {

    private static final byte[] BEGIN = RedisKey.utf8("begin");
    private static final byte[] ADVANCE = RedisKey.utf8("advance");
    private static final byte[] END = RedisKey.utf8("end");

    private final String prefix;
    private final RedisScript script;

    RedisSessionStore(RedisDriver driver, String prefix, Duration timeout) {
        this.prefix = prefix;
        this.script = new RedisScript(driver, RedisScript.resource("session.lua"), timeout);
    }

    @Override
    public void begin(String sessionId, Instant until) {
        script.run(key(sessionId), BEGIN, millis(until));
    }

    @Override
    public Advance advance(String sessionId, long number, Instant until) {
        long outcome = (Long) script.run(key(sessionId), ADVANCE, millis(until), RedisScript.decimal(number))
                .get(0);
        return outcome == 1 ? Advance.ADVANCED : outcome == 2 ? Advance.REUSED : Advance.UNKNOWN;
    }

    @Override
    public void end(String sessionId) {
        script.run(key(sessionId), END);
    }

    private byte[] key(String sessionId) {
        return RedisKey.session(prefix, sessionId);
    }

    private static byte[] millis(Instant instant) {
        return RedisScript.decimal(instant.toEpochMilli());
    }
}
