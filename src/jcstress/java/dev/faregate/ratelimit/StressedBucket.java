package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.concurrent.Future;

/** One caller of two permits a day, at a time that stands still. */
final class StressedBucket {

    static final Limits TWO = Limits.of(Limit.perDay(2));
    static final Limits FOUR = Limits.of(Limit.perDay(4));

    private final InMemoryBucketStore store = new InMemoryBucketStore(new StillClock(), 10);
    private final InMemoryBuckets buckets = store.open("GET /rows", () -> {});

    int take(Limits limits) {
        return Limits.allows(buckets.take("ada", limits, 1)) ? 1 : 0;
    }

    BucketStore.Grant reserve() {
        return buckets.reserve("ada", TWO, 1, 0);
    }

    void sweep() {
        store.table().sweep();
    }

    /** How many more are admitted. */
    int left(Limits limits) {
        int left = 0;
        while (take(limits) == 1) {
            left++;
        }
        return left;
    }

    private static final class StillClock implements MonotonicClock {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(long nanos) {
            throw new UnsupportedOperationException(Duration.ofNanos(nanos).toString());
        }

        @Override
        public Future<?> schedule(Runnable task, long nanos) {
            throw new UnsupportedOperationException();
        }
    }
}
