package dev.faregate.integration.redis;

import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limits;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The buckets of one endpoint: each call is one run of one script on one key. */
final class RedisBuckets implements BucketStore.Buckets {

    private static final byte[] TAKE = RedisKey.utf8("take");
    private static final byte[] PEEK = RedisKey.utf8("peek");
    private static final byte[] RESERVE = RedisKey.utf8("reserve");
    private static final int NANOS_PER_MICRO = 1000;

    private final RedisScript script;
    private final String prefix;
    private final String escapedEndpoint;
    private volatile @Nullable BucketShape last;

    RedisBuckets(RedisScript script, String prefix, String endpoint) {
        this.script = script;
        this.prefix = prefix;
        this.escapedEndpoint = RedisKey.escaped(endpoint);
    }

    @Override
    public Limits counted(Limits limits) {
        return BucketShape.counted(limits);
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        return bound(limits, script.run(key(caller), TAKE, shape(limits), RedisScript.decimal(permits)));
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        return bound(limits, script.run(key(caller), PEEK, shape(limits), RedisScript.decimal(permits)));
    }

    @Override
    public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
        return script.runAsync(
                reply -> bound(limits, reply), key(caller), TAKE, shape(limits), RedisScript.decimal(permits));
    }

    @Override
    public CompletionStage<Long> peekAsync(String caller, Limits limits, long permits) {
        return script.runAsync(
                reply -> bound(limits, reply), key(caller), PEEK, shape(limits), RedisScript.decimal(permits));
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        byte[] key = key(caller);
        byte[] shape = shape(limits);
        return grant(key, shape, limits, permits, script.run(key, reservation(shape, permits, maxWaitNanos)));
    }

    @Override
    public CompletionStage<BucketStore.Grant> reserveAsync(
            String caller, Limits limits, long permits, long maxWaitNanos) {
        byte[] key = key(caller);
        byte[] shape = shape(limits);
        return script.runAsync(
                reply -> grant(key, shape, limits, permits, reply), key, reservation(shape, permits, maxWaitNanos));
    }

    private static byte[][] reservation(byte[] shape, long permits, long maxWaitNanos) {
        return new byte[][] {
            RESERVE, shape, RedisScript.decimal(permits), RedisScript.decimal(maxWaitNanos / NANOS_PER_MICRO)
        };
    }

    private BucketStore.Grant grant(byte[] key, byte[] shape, Limits limits, long permits, List<Object> reply) {
        return new RedisGrant(script, key, shape, permits, bound(limits, reply), reply);
    }

    /** The answer of the limit that binds. */
    private static long bound(Limits limits, List<Object> reply) {
        long bound = Limits.packed((Long) reply.get(0), 0);
        for (int i = 1; i < limits.all().size(); i++) {
            long other = Limits.packed((Long) reply.get(i), i);
            if (limits.binds(other, bound)) {
                bound = other;
            }
        }
        return bound;
    }

    private byte[] key(String caller) {
        if (Objects.requireNonNull(caller, "caller").isEmpty()) {
            throw new IllegalArgumentException("caller: \"\" (expected: not empty)");
        }
        return RedisKey.bucket(prefix, caller, escapedEndpoint);
    }

    /** Most calls come with the same limits as the last. */
    private byte[] shape(Limits limits) {
        BucketShape shape = last;
        if (shape == null || !shape.isOf(limits)) {
            shape = BucketShape.of(limits);
            last = shape;
        }
        return shape.bytes();
    }
}
