package dev.faregate.integration.redis;

import dev.faregate.ratelimit.BucketStore;
import java.time.Duration;

/** All buckets under one prefix. They need no room in this process, so none ever overflows. */
final class RedisBucketStore implements BucketStore {

    private final String prefix;
    private final RedisScript script;

    RedisBucketStore(RedisDriver driver, String prefix, Duration timeout) {
        this.prefix = prefix;
        this.script = new RedisScript(driver, RedisScript.resource("bucket.lua"), timeout);
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Buckets open(String endpoint, Runnable overflowed) {
        return new RedisBuckets(script, prefix, endpoint);
    }
}
