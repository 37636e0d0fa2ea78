package dev.faregate.integration.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Looks into the shared server past the stores. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Probe() {}

    static long millisToLive(byte[] key) {
        return number("return {redis.call('PTTL', KEYS[1])}", key);
    }

    static String bytes(byte[] key) {
        List<Object> reply = run("return {redis.call('GET', KEYS[1]) or ''}", key);
        return new String((byte[]) reply.get(0), StandardCharsets.ISO_8859_1);
    }

    static long number(String script, byte[] key) {
        return (Long) run(script, key).get(0);
    }

    static List<Object> run(String script, byte[] key, byte[]... args) {
        return new RedisScript(Drivers.lettuce(), script, PATIENCE).run(key, args);
    }
}
