package dev.faregate.jmh.load;

import dev.faregate.integration.redis.RedisServer;
import dev.faregate.ratelimit.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ours and the peers under the same load on the same Redis, one after the other. Measures whole calls of a client in this process, so
 * on few cores the client's own work counts as much as the server's. Arguments, each with its default:
 * {@code threads=32 keys=10000 warmup=3 seconds=5 rate=0 (calls a second; 0 for as many as can be) only= (names, with commas)
 * work=hot,denied,many redis= (a URI; else one is started)}. Prints a table, and writes it to {@code target/redis-load.md}.
 */
public final class RedisLoad {

    private static final Limit EVERYTHING =
            Limit.of(1_000_000, Duration.ofSeconds(1)).named("all");
    private static final Limit HARDLY_ANYTHING =
            Limit.of(10, Duration.ofSeconds(1)).named("few");

    private interface Opening {
        LoadTarget open(String uri, Limit limit);
    }

    private RedisLoad() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        String given = options.getOrDefault("redis", "");
        RedisServer server = given.isEmpty() ? RedisServer.start() : null;
        String uri = server == null ? given : server.uri();
        List<String> rows = new ArrayList<>(List.of(
                "| work | target | decisions/s | p50 us | p99 us | admitted | errors |",
                "|---|---|--:|--:|--:|--:|--:|"));
        rows.forEach(System.out::println);
        List<String> works =
                List.of(options.getOrDefault("work", "hot,denied,many").split(",", -1));
        for (String work : works) {
            for (Map.Entry<String, Opening> target : targets().entrySet()) {
                List<String> only =
                        List.of(options.getOrDefault("only", target.getKey()).split(",", -1));
                if (only.contains(target.getKey())) {
                    Limit limit = work.equals("denied") ? HARDLY_ANYTHING : EVERYTHING;
                    Load load = new Load(
                            number(options, "threads", 32),
                            work.equals("many") ? number(options, "keys", 10_000) : 1,
                            number(options, "warmup", 3),
                            number(options, "seconds", 5),
                            number(options, "rate", 0));
                    try (LoadTarget opened = target.getValue().open(uri, limit)) {
                        String row = load.run(opened).row(target.getKey(), work);
                        System.out.println(row);
                        rows.add(row);
                    }
                }
            }
        }
        Files.write(Path.of("target", "redis-load.md"), rows);
        if (server != null) {
            server.close();
        }
    }

    private static Map<String, Opening> targets() {
        Map<String, Opening> targets = new LinkedHashMap<>();
        targets.put("ping", (uri, limit) -> RedisTargets.ping(uri));
        targets.put("evalsha", (uri, limit) -> RedisTargets.bareEvalsha(uri));
        targets.put("faregate", RedisTargets::faregateOverLettuce);
        targets.put("faregate-jedis", RedisTargets::faregateOverJedis);
        targets.put("bucket4j", RedisTargets::bucket4j);
        targets.put("redisson", RedisTargets::redisson);
        return targets;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String given = options.get(name);
        return given == null ? otherwise : Integer.parseInt(given);
    }

    private static Map<String, String> options(String... args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(arg + " (expected: name=value)");
            }
            options.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }
}
