package dev.faregate.jmh.load;

import dev.faregate.integration.redis.JedisDriver;
import dev.faregate.integration.redis.LettuceDriver;
import dev.faregate.integration.redis.RedisDriver;
import dev.faregate.integration.redis.RedisStores;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Ours and the peers, on one Redis, each as its documentation shows it, with a connection shared by all threads. */
final class RedisTargets {

    private RedisTargets() {}

    static LoadTarget ping(String uri) {
        RedisClient client = RedisClient.create(uri);
        RedisCommands<String, String> commands = client.connect().sync();
        return LoadTarget.closing(key -> commands.ping() != null, client::shutdown);
    }

    /** What any script costs, and nothing more: it answers a constant. */
    static LoadTarget bareEvalsha(String uri) {
        RedisClient client = RedisClient.create(uri);
        RedisCommands<String, String> commands = client.connect().sync();
        String digest = commands.scriptLoad("return 1");
        return LoadTarget.closing(
                key -> commands.<Long>evalsha(digest, ScriptOutputType.INTEGER, new String[] {key}, "1") == 1,
                client::shutdown);
    }

    static LoadTarget faregateOverLettuce(String uri, Limit limit, StoreGuard guard) {
        return faregate(LettuceDriver.connect(uri), limit, guard);
    }

    static LoadTarget faregateOverJedis(String uri, Limit limit, StoreGuard guard) {
        redis.clients.jedis.RedisClient jedis = redis.clients.jedis.RedisClient.create(uri);
        return faregate(JedisDriver.over(jedis), limit, guard);
    }

    private static LoadTarget faregate(RedisDriver driver, Limit limit, StoreGuard guard) {
        EndpointLimiter limiter = RateLimiter.builder()
                .limit(limit)
                .store(
                        RedisStores.over(driver)
                                .withPrefix("load" + System.nanoTime())
                                .buckets(),
                        guard)
                .build()
                .endpoint("GET /rows");
        return LoadTarget.closing(key -> Load.decidedByStore(limiter.take(key)), driver::close);
    }

    static LoadTarget bucket4j(String uri, Limit limit) {
        RedisClient client = RedisClient.create(uri);
        StatefulRedisConnection<String, byte[]> connection = client.connect(io.lettuce.core.codec.RedisCodec.of(
                io.lettuce.core.codec.StringCodec.UTF8, io.lettuce.core.codec.ByteArrayCodec.INSTANCE));
        ProxyManager<String> buckets = Bucket4jLettuce.casBasedBuilder(connection)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                .build();
        BucketConfiguration configuration = Bucket4jLimit.of(limit);
        String run = "bucket4j" + System.nanoTime();
        return LoadTarget.closing(
                key -> buckets.getProxy(run + key, () -> configuration)
                        .tryConsumeAndReturnRemaining(1)
                        .isConsumed(),
                client::shutdown);
    }

    /** One handle a key, kept: making it anew would set its rate with each call. */
    static LoadTarget redisson(String uri, Limit limit) {
        Config config = new Config();
        config.useSingleServer().setAddress(uri);
        RedissonClient client = Redisson.create(config);
        Map<String, RRateLimiter> limiters = new ConcurrentHashMap<>();
        String run = "redisson" + System.nanoTime();
        return LoadTarget.closing(
                key -> limiters.computeIfAbsent(key, absent -> {
                            RRateLimiter limiter = client.getRateLimiter(run + absent);
                            limiter.trySetRate(RateType.OVERALL, limit.permits(), limit.period());
                            return limiter;
                        })
                        .tryAcquire(),
                client::shutdown);
    }
}
