package dev.faregate.jmh.load;

import dev.faregate.integration.redis.RedisServer;
import dev.faregate.ratelimit.StoreGuard;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ours and the peers under the same load on the same Redis, one after the other. Measures whole calls of a client in this process, so
 * on few cores the client's own work counts as much as the server's. Arguments, each with its default:
 * {@code threads=32 keys=10000 warmup=3 seconds=5 rate=0 (calls a second; 0 for as many as can be) only= (names, with commas)
 * work=hot,denied,many deadline=50 (milliseconds, for our limiter: what it then decides by itself is an error here) redis= (a URI; else one is started)}. Prints a table, and writes it to {@code target/redis-load.md}.
 */
public final class RedisLoad {

    private RedisLoad() {}

    public static void main(String[] args) throws Exception {
        LoadTable table = new LoadTable(args);
        String given = table.option("redis", "");
        RedisServer server = given.isEmpty() ? RedisServer.start() : null;
        String uri = server == null ? given : server.uri();
        table.run(targets(uri, table.guard()), 32, Path.of("target", "redis-load.md"));
        if (server != null) {
            server.close();
        }
    }

    private static Map<String, LoadTable.Opening> targets(String uri, StoreGuard guard) {
        Map<String, LoadTable.Opening> targets = new LinkedHashMap<>();
        targets.put("ping", limit -> RedisTargets.ping(uri));
        targets.put("evalsha", limit -> RedisTargets.bareEvalsha(uri));
        targets.put("faregate", limit -> RedisTargets.faregateOverLettuce(uri, limit, guard));
        targets.put("faregate-jedis", limit -> RedisTargets.faregateOverJedis(uri, limit, guard));
        targets.put("bucket4j", limit -> RedisTargets.bucket4j(uri, limit));
        targets.put("redisson", limit -> RedisTargets.redisson(uri, limit));
        return targets;
    }
}
