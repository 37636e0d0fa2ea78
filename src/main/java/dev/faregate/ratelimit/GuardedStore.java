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
    private final Counting inNanos;
    private final Counting inMicros;
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
        this.inNanos = new Counting(clock, maxBuckets, BucketTable.IDLE_NANOS);
        this.inMicros = new Counting(new MicrosClock(clock), maxBuckets, BucketTable.IDLE_NANOS / NANOS_PER_MICRO);
    }

    @Override
    public GuardedBuckets open(String endpoint, Runnable overflowed) {
        Buckets buckets = remote.open(endpoint, overflowed);
        Counting counting = buckets.counted(ANY).inMicros() ? inMicros : inNanos;
        KnownBuckets known = new KnownBuckets(
                counting.table,
                counting.buckets(ids.getAndIncrement(), false, () -> {}),
                counting.buckets(ids.getAndIncrement(), true, overflowed));
        SharedCalls shared = new SharedCalls(endpoint, buckets, known, calls, clock, guard.leasingNodes());
        opened.add(shared);
        return new GuardedBuckets(endpoint, buckets, known, calls, shared);
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

    /** The buckets here, in the store's unit of time. */
    private static final class Counting {

        private final MonotonicClock clock;
        private final BucketTable table;

        Counting(MonotonicClock clock, long maxBuckets, long idle) {
            this.clock = clock;
            this.table = new BucketTable(clock, maxBuckets, idle);
        }

        InMemoryBuckets buckets(int id, boolean inherits, Runnable overflowed) {
            return new InMemoryBuckets(table, id, clock, inherits, overflowed);
        }
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
