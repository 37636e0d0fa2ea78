package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to one store: so many callers may wait, each for a deadline, and none at all while a {@link CircuitBreaker} is
 * open. No method blocks.
 */
final class RemoteCalls {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);
    private static final long THREADS_KEPT_SECONDS = 10;

    private final MonotonicClock clock;
    private final Deadlines deadlines;
    private final CircuitBreaker breaker;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable RateLimitListener listener;
    private final @Nullable ThreadPoolExecutor threads;

    RemoteCalls(StoreGuard guard, MonotonicClock clock, boolean blocking, @Nullable RateLimitListener listener) {
        this.clock = clock;
        this.deadlines = new Deadlines(clock, guard.deadlineNanos());
        this.breaker = new CircuitBreaker(clock, guard.random());
        this.mostWaiting = guard.mostWaiting();
        this.listener = listener;
        this.threads = blocking ? threads(guard.threads(), mostWaiting) : null;
    }

    private static ThreadPoolExecutor threads(int most, int queued) {
        ThreadPoolExecutor few = new ThreadPoolExecutor(
                most, most, THREADS_KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queued), task -> {
                    Thread thread = new Thread(task, "faregate-ratelimit-store");
                    thread.setDaemon(true);
                    return thread;
                });
        few.allowCoreThreadTimeOut(true);
        return few;
    }

    long nanos() {
        return clock.nanos();
    }

    /** How long until the store may be asked again, as far as is known; at least a deadline. */
    long comeBackNanos() {
        return Math.max(deadlines.nanos(), breaker.refusingNanos());
    }

    /** Whether the store is left alone, so that nobody need wait. */
    boolean refuses() {
        return breaker.refuses();
    }

    /** Has a caller wait; false if there is no room. */
    boolean enter() {
        int before = waiting.getAndIncrement();
        if (before == 0) {
            deadlines.heard();
        }
        if (before < mostWaiting && (before < Deadlines.FEW || !deadlines.silent())) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    void watch(Timed caller) {
        deadlines.watch(caller);
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /**
     * Asks the store. What fails, comes too late, or is not asked because of what failed before, fails with
     * {@link Unanswered}, on behalf of so many callers; a late answer goes to {@code late}, or is cancelled if that is null.
     */
    <T> CompletableFuture<T> ask(
            String endpoint, int callers, Supplier<CompletionStage<T>> asking, @Nullable Consumer<T> late) {
        long ticket = breaker.enter();
        if (ticket == CircuitBreaker.REFUSED) {
            return CompletableFuture.failedFuture(new Unanswered());
        }
        Flight<T> flight = new Flight<>(this, endpoint, ticket, callers, late);
        deadlines.watch(flight);
        try {
            flight.ask(threads == null ? asking.get() : asked(asking, threads));
        } catch (RuntimeException e) {
            flight.fail(e);
        }
        return flight;
    }

    private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> asking, ThreadPoolExecutor threads) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> {
            if (!answer.isDone()) {
                try {
                    asking.get().whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    });
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer;
    }

    TimeoutException timeout() {
        return new TimeoutException("no answer of the bucket store within " + Duration.ofNanos(deadlines.nanos()));
    }

    /** The ticket of a caller that waits, see {@link CircuitBreaker#watch}. */
    long watching() {
        return breaker.watch();
    }

    /** What became of a call, to be {@linkplain #tell told} once its callers have their answers. */
    record News(String endpoint, @Nullable Throwable failure, CircuitBreaker.Change change) {}

    News report(String endpoint, long ticket, int callers, @Nullable Throwable failure) {
        if (failure == null) {
            deadlines.heard();
        }
        return new News(endpoint, failure, breaker.report(ticket, failure != null, callers));
    }

    void tell(News news) {
        Throwable failure = news.failure();
        CircuitBreaker.Change change = news.change();
        if (failure != null) {
            tell(hears -> hears.storeFailed(news.endpoint(), failure));
        }
        if (change == CircuitBreaker.Change.OPENED && failure != null) {
            // Not its message, which may say how to sign in to the store.
            LOG.warn(
                    "bucket store fails ({}): limits follow their outage policies",
                    failure.getClass().getName());
            tell(RateLimitListener::storeDown);
        } else if (change == CircuitBreaker.Change.CLOSED) {
            LOG.info("bucket store answers again");
            tell(RateLimitListener::storeUp);
        }
    }

    private void tell(Consumer<RateLimitListener> what) {
        if (listener != null) {
            what.accept(listener);
        }
    }

    void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }
}
