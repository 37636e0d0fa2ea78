package dev.faregate.ratelimit;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The tables of a store, one for each {@link KeySpace}, which is made when it is first used. Thread-safe. */
final class BucketTables {

    private final MonotonicClock clock;
    private final long maxBuckets;
    private final long idle;
    private final Map<KeySpace, BucketTable> tables = new EnumMap<>(KeySpace.class);

    BucketTables(MonotonicClock clock, long maxBuckets, long idle) {
        this.clock = clock;
        this.maxBuckets = maxBuckets;
        this.idle = idle;
    }

    synchronized BucketTable table(KeySpace space) {
        @Nullable BucketTable known = tables.get(space);
        if (known != null) {
            return known;
        }
        int seed = ThreadLocalRandom.current().nextInt();
        BucketTable made = new BucketTable(clock, space.most(maxBuckets), idle, seed);
        tables.put(space, made);
        return made;
    }

    MonotonicClock clock() {
        return clock;
    }
}
