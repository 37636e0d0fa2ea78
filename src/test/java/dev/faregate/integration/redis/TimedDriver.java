package dev.faregate.integration.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Runs the very same scripts on the real server, but by a time that the test sets: for TIME, and for the lives of keys. */
final class TimedDriver implements RedisDriver {

    private static final String BY_SET_TIME = """
            local micros = tonumber(table.remove(ARGV))
            local server = redis
            local redis = {}
            local function until_of(key) return 'until:' .. key end
            function redis.call(command, key, ...)
              if command == 'TIME' then
                return {string.format('%.0f', math.floor(micros / 1000000)), string.format('%.0f', micros % 1000000)}
              end
              local ends = key and server.call('GET', until_of(key))
              if ends and micros >= tonumber(ends) then
                server.call('DEL', key, until_of(key))
              end
              local words = {...}
              if command == 'SET' and #words == 3 then
                local life = words[2] == 'PX' and micros + words[3] * 1000 or words[3] * 1000
                server.call('SET', until_of(key), string.format('%.0f', life))
                return server.call('SET', key, words[1])
              end
              if command == 'PEXPIREAT' then
                return server.call('SET', until_of(key), string.format('%.0f', words[1] * 1000))
              end
              return server.call(command, key, ...)
            end
            """;

    private final RedisDriver server;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final LongSupplier micros;

    TimedDriver(RedisDriver server, LongSupplier micros) {
        this.server = server;
        this.micros = micros;
    }

    @Override
    public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
        String script = known.get(digest);
        return script == null
                ? CompletableFuture.failedStage(new RedisErrorReply("NOSCRIPT not by this driver"))
                : server.eval(script, key, timed(args));
    }

    @Override
    public CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args) {
        String timed = BY_SET_TIME + script;
        known.put(sha1(script), timed);
        return server.eval(timed, key, timed(args));
    }

    private byte[][] timed(byte[]... args) {
        byte[][] timed = Arrays.copyOf(args, args.length + 1);
        timed[args.length] = Long.toString(micros.getAsLong()).getBytes(StandardCharsets.US_ASCII);
        return timed;
    }

    @Override
    public void subscribe(String channel, Runnable heard) {
        server.subscribe(channel, heard);
    }

    @Override
    public String info() {
        return server.info();
    }

    @Override
    public void close() {
        server.close();
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
