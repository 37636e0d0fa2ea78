package dev.faregate.ratelimit;

import java.util.concurrent.ConcurrentHashMap;

/** The buckets of one endpoint, in memory. */
final class InMemoryBuckets implements BucketStore.Buckets {

    private final MonotonicClock clock;
    private final ConcurrentHashMap<String, Bucket> byCaller = new ConcurrentHashMap<>();

    InMemoryBuckets(MonotonicClock clock) {
        this.clock = clock;
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        Bucket bucket = byCaller.get(caller);
        if (bucket == null) {
            Bucket full = new Bucket(limits, clock.nanos());
            Bucket raced = byCaller.putIfAbsent(caller, full);
            bucket = raced == null ? full : raced;
        }
        return bucket.take(clock.nanos(), permits);
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        Bucket bucket = byCaller.get(caller);
        long now = clock.nanos();
        return (bucket == null ? new Bucket(limits, now) : bucket).peek(now, permits);
    }
}
