package dev.faregate.integration.redis;

import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketVectorsContract;
import dev.faregate.ratelimit.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The test vectors, answered by the script in a real Redis. */
class RedisBucketVectorsTest extends BucketVectorsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ENDPOINT = "GET /rows";

    /** Arguments: shape, time, longest wait, and the debt to each limit at that time. */
    private static final String PLACE = """
            local count = string.byte(ARGV[1])
            local state = struct.pack('>Bddd', count, ARGV[2], ARGV[2], ARGV[3])
            for i = 1, count do
              state = state .. struct.pack('>dd', ARGV[3 + i], 0)
            end
            redis.call('SET', KEYS[1], state .. ARGV[1])
            return {}
            """;

    private static final String READ = """
            local state = redis.call('GET', KEYS[1])
            local count, since = struct.unpack('>Bd', state)
            local tats = {}
            for i = 1, count do
              local debt = struct.unpack('>d', state, 16 * i + 10)
              local ticks = struct.unpack('>d', state, 16 * count + 26 + 24 * i - 23)
              tats[i] = since * ticks + debt
            end
            return tats
            """;

    private final String prefix = Drivers.newPrefix();
    private final AtomicLong time = new AtomicLong();
    private final RedisDriver server = Drivers.lettuce();
    private final TimedDriver timed = new TimedDriver(server, time::get);
    private final RedisBuckets buckets =
            new RedisBuckets(new RedisScript(timed, RedisScript.resource("bucket.lua"), PATIENCE), prefix, ENDPOINT);

    /** The store, but counting in the vectors' ticks, which are coarser than it would choose. */
    @Override
    protected BucketStore.Buckets buckets() {
        return new InWholeMicros(buckets);
    }

    @Override
    protected void setTime(long micros) {
        time.set(micros);
    }

    @Override
    protected void place(String caller, Limits limits, List<Long> tats, long longestWaitMicros) {
        // The script keeps debts at a time, not times: any time will do that lies before all of them.
        long since = IntStream.range(0, tats.size())
                .mapToLong(i -> Math.floorDiv(tats.get(i), limits.gcra(i).ticksPerUnit()))
                .min()
                .orElseThrow();
        byte[][] args = new byte[3 + tats.size()][];
        args[0] = BucketShape.of(limits).bytes();
        args[1] = decimal(since);
        args[2] = decimal(longestWaitMicros);
        for (int i = 0; i < tats.size(); i++) {
            args[3 + i] = decimal(tats.get(i) - limits.gcra(i).ticks(since));
        }
        new RedisScript(server, PLACE, PATIENCE).run(key(caller), args);
    }

    @Override
    protected List<Long> state(String caller, int limits) {
        return new RedisScript(server, READ, PATIENCE)
                .run(key(caller)).stream().map(tat -> (Long) tat).toList();
    }

    private byte[] key(String caller) {
        return RedisKey.bucket(prefix, caller, RedisKey.escaped(ENDPOINT));
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private record InWholeMicros(BucketStore.Buckets buckets) implements BucketStore.Buckets {

        @Override
        public long take(String caller, Limits limits, long permits) {
            return buckets.take(caller, limits, permits);
        }

        @Override
        public long peek(String caller, Limits limits, long permits) {
            return buckets.peek(caller, limits, permits);
        }

        @Override
        public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
            return buckets.reserve(caller, limits, permits, maxWaitNanos);
        }

        @Override
        public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
            return buckets.takeAsync(caller, limits, permits);
        }
    }
}
