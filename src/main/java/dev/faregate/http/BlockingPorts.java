package dev.faregate.http;

import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads on which an asynchronous guard waits for ports that block: a bounded number, for a bounded time. Thread-safe. */
final class BlockingPorts implements Executor {

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int CALLS_WAITING_FOR_A_THREAD = 16;
    private static final long IDLE_SECONDS = 30;

    private final MonotonicClock clock;
    private final Duration timeout;
    private final int threads;

    /** Not a pool with a blocking queue: an event loop that hands a call over would wait for the lock of that. */
    private final ForkJoinPool pool;

    private final AtomicInteger calls = new AtomicInteger();

    BlockingPorts(int threads, Duration timeout, MonotonicClock clock) {
        this.clock = clock;
        this.timeout = timeout;
        this.threads = threads;
        this.pool = new ForkJoinPool(
                threads,
                BlockingPorts::thread,
                null,
                true,
                0,
                threads,
                0,
                saturated -> true,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("faregate-guard-" + THREADS.incrementAndGet());
        return thread;
    }

    @Override
    public void execute(Runnable call) {
        if (calls.incrementAndGet() > threads + threads * CALLS_WAITING_FOR_A_THREAD) {
            calls.decrementAndGet();
            throw new StoreUnavailableException("blocking calls: " + threads + " under way and "
                    + threads * CALLS_WAITING_FOR_A_THREAD
                    + " waiting (expected: fewer, or more threads, see RequestGuardBuilder.blockingPorts)");
        }
        pool.execute(() -> {
            try {
                call.run();
            } finally {
                calls.decrementAndGet();
            }
        });
    }

    /** A port's answer, or a failure if there is none in time. */
    CompletableFuture<Supplier<Step>> ask(Step.Port port) {
        CompletableFuture<Supplier<Step>> answer = new CompletableFuture<>();
        CompletionStage<Supplier<Step>> asked;
        try {
            // Not if the answer would come too late: the request may be another's by then.
            asked = port.askLater(call -> execute(() -> {
                if (!answer.isDone()) {
                    call.run();
                }
            }));
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
            return answer;
        }
        if (asked.toCompletableFuture().isDone()) {
            return asked.toCompletableFuture();
        }
        // Not on the clock's thread: what depends on the answer may take its time.
        Future<?> timer = clock.schedule(
                () -> ForkJoinPool.commonPool()
                        .execute(() -> answer.completeExceptionally(new StoreUnavailableException(
                                "a blocking call: no answer within " + timeout.toMillis() + " ms"))),
                timeout.toNanos());
        asked.whenComplete((step, failure) -> {
            timer.cancel(false);
            if (failure == null) {
                answer.complete(step);
            } else {
                answer.completeExceptionally(unwrapped(failure));
            }
        });
        return answer;
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
