package dev.faregate.ratelimit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store across a network, made safe to depend on, see {@link StoreGuard}. */
final class GuardedStore implements BucketStore {

    private static final long NANOS_PER_MICRO = 1000;
    private static final Limits ANY = Limits.of(Limit.perSecond(1));

    private final BucketStore remote;
    private final StoreGuard guard;
    private final MonotonicClock clock;
    private final RemoteCalls calls;
    /** The buckets here, in the store's unit of time. */
    private final BucketTables inNanos;

    private final BucketTables inMicros;
    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<SharedCalls> opened = new ConcurrentLinkedQueue<>();

    GuardedStore(
            BucketStore remote,
            StoreGuard guard,
            MonotonicClock clock,
            long maxBuckets,
            @Nullable RateLimitListener listener) {
        this.remote = remote;
        this.guard = guard;
        this.clock = clock;
        this.calls = new RemoteCalls(guard, clock, remote.blocks(), listener);
        this.inNanos = new BucketTables(clock, maxBuckets, BucketTable.IDLE_NANOS);
        this.inMicros = new BucketTables(new MicrosClock(clock), maxBuckets, BucketTable.IDLE_NANOS / NANOS_PER_MICRO);
    }

    @Override
    public GuardedBuckets open(String endpoint, Runnable overflowed) {
        return open(endpoint, KeySpace.IDENTIFIED, overflowed);
    }

    @Override
    public GuardedBuckets open(String endpoint, KeySpace space, Runnable overflowed) {
        Buckets buckets = remote.open(endpoint, space, overflowed);
        BucketTables counting = buckets.counted(ANY).inMicros() ? inMicros : inNanos;
        KnownBuckets known = new KnownBuckets(
                counting.table(space),
                new InMemoryBuckets(counting, space, ids.getAndIncrement(), false, () -> {}),
                new InMemoryBuckets(counting, space, ids.getAndIncrement(), true, overflowed));
        SharedCalls shared = new SharedCalls(endpoint, buckets, known, calls, clock, guard.leasingNodes());
        opened.add(shared);
        return new GuardedBuckets(endpoint, buckets, known, calls, shared, null);
    }

    @Override
    public boolean blocks() {
        return false;
    }

    /** Gives back what is leased. */
    void close() {
        opened.forEach(SharedCalls::close);
        calls.close();
    }

    /** Counts microseconds, from when it was made: nanoseconds may wrap, and microseconds of them would not. */
    private static final class MicrosClock implements MonotonicClock {

        private final MonotonicClock clock;
        private final long origin;

        MicrosClock(MonotonicClock clock) {
            this.clock = clock;
            this.origin = clock.nanos();
        }

        @Override
        public long nanos() {
            return Math.floorDiv(clock.nanos() - origin, NANOS_PER_MICRO);
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            clock.sleep(nanos);
        }

        @Override
        public Future<?> schedule(Runnable task, long nanos) {
            return clock.schedule(task, nanos);
        }
    }
}
