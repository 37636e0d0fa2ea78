package dev.faregate.ratelimit;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The store in memory at the end of a line that stalls, fails or delays on command. Limiters share its buckets. */
final class FaultyStore implements BucketStore {

    enum Line {
        UP,
        STALLED,
        FAILING
    }

    private final ManualClock clock;
    private final BucketStore memory;
    private final Map<String, Buckets> buckets = new ConcurrentHashMap<>();
    private final Queue<Runnable> stalled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile Line line = Line.UP;
    private volatile LongSupplier thereNanos = () -> 0;
    private volatile LongSupplier backNanos = () -> 0;

    FaultyStore(ManualClock clock) {
        this.clock = clock;
        this.memory = BucketStore.inMemory(clock, 1_000_000);
    }

    void line(Line now) {
        line = now;
    }

    /** How long each call takes to the store and back. */
    void delays(LongSupplier there, LongSupplier back) {
        thereNanos = there;
        backNanos = back;
    }

    /** Has the store serve what was stalled. */
    void serveStalled() {
        for (Runnable call = stalled.poll(); call != null; call = stalled.poll()) {
            call.run();
        }
    }

    int calls() {
        return calls.get();
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** How many calls nobody waited for any more. */
    int cancelled() {
        return cancelled.get();
    }

    /** The buckets behind the line. */
    Buckets behind(String endpoint) {
        return buckets.computeIfAbsent(endpoint, name -> memory.open(name, () -> {}));
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Buckets open(String endpoint, Runnable overflowed) {
        return new FarBuckets(behind(endpoint));
    }

    private <T> CompletionStage<T> call(Supplier<T> work) {
        calls.incrementAndGet();
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<T> told = new Told<>();
        CompletionStage<T> served = answer;
        served.whenComplete((value, failure) -> {
            underWay.decrementAndGet();
            if (failure == null) {
                told.complete(value);
            } else {
                told.completeExceptionally(failure);
            }
        });
        switch (line) {
            case FAILING -> answer.completeExceptionally(new IOException("line is down"));
            case STALLED -> stalled.add(() -> answer.complete(work.get()));
            default ->
                after(thereNanos.getAsLong(), () -> {
                    T value = work.get();
                    after(backNanos.getAsLong(), () -> answer.complete(value));
                });
        }
        return told;
    }

    /** What a caller is told, unless it waits no more. */
    private final class Told<T> extends CompletableFuture<T> {

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancelled.incrementAndGet();
            return super.cancel(mayInterruptIfRunning);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void after(long nanos, Runnable work) {
        if (nanos == 0) {
            work.run();
        } else {
            clock.schedule(work, nanos);
        }
    }

    private final class FarBuckets implements Buckets {

        private final Buckets near;

        FarBuckets(Buckets near) {
            this.near = near;
        }

        @Override
        public long take(String caller, Limits limits, long permits) {
            throw new AssertionError("blocks");
        }

        @Override
        public long peek(String caller, Limits limits, long permits) {
            throw new AssertionError("blocks");
        }

        @Override
        public Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
            throw new AssertionError("blocks");
        }

        @Override
        public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
            return call(() -> near.take(caller, limits, permits));
        }

        @Override
        public CompletionStage<Long> peekAsync(String caller, Limits limits, long permits) {
            return call(() -> near.peek(caller, limits, permits));
        }

        @Override
        public CompletionStage<Grant> reserveAsync(String caller, Limits limits, long permits, long maxWaitNanos) {
            return call(() -> new FarGrant(near.reserve(caller, limits, permits, maxWaitNanos)));
        }
    }

    private final class FarGrant implements Grant {

        private final Grant near;

        FarGrant(Grant near) {
            this.near = near;
        }

        @Override
        public long answer() {
            return near.answer();
        }

        @Override
        public boolean refund() {
            throw new AssertionError("blocks");
        }

        @Override
        public CompletionStage<Boolean> refundAsync() {
            return call(near::refund);
        }

        @Override
        public CompletionStage<Boolean> refundAsync(long unused) {
            return call(() -> near.refund(unused));
        }
    }
}
