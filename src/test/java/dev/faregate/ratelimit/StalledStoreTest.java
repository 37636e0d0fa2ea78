package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers and a store that says nothing. */
class StalledStoreTest {

    private static final int CLIENTS = 64;
    private static final int CALLS = 1_000;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long DEADLINE = Duration.ofMillis(50).toNanos();

    private final ManualClock clock = new ManualClock();
    private final FaultyStore store = new FaultyStore(clock);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger local = new AtomicInteger();
    private final AtomicInteger paid = new AtomicInteger();

    private EndpointLimiter rows(BucketStore keeps, StoreGuard guard) {
        return RateLimiter.builder()
                .store(keeps, guard)
                .clock(clock)
                .limit(Limit.perSecond(CALLS))
                .build()
                .endpoint("GET /rows/{id}");
    }

    /** A client calls again as soon as it is answered. */
    private void call(EndpointLimiter rows, int callers) {
        for (int number = begun.getAndIncrement(); number < CALLS; number = begun.getAndIncrement()) {
            long start = clock.nanos();
            CompletableFuture<Decision> answer =
                    rows.takeAsync("caller " + number % callers, 1).toCompletableFuture();
            if (!answer.isDone()) {
                CompletionStage<Decision> later = answer;
                later.thenAccept(decision -> {
                    answered(decision, start);
                    call(rows, callers);
                });
                return;
            }
            answered(answer.join(), start);
        }
    }

    private void answered(Decision decision, long start) {
        local.addAndGet(decision.decidedBy() == DecidedBy.LOCAL ? 1 : 0);
        paid.addAndGet(clock.nanos() - start >= DEADLINE ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, CALLS})
    void atMostTwentyCallsPayTheDeadline(int callers) {
        EndpointLimiter rows = rows(store, StoreGuard.standard());
        for (int i = 0; i < 100; i++) {
            assertThat(rows.take("before").decidedBy()).isEqualTo(DecidedBy.STORE);
        }
        store.line(FaultyStore.Line.STALLED);
        int before = store.calls();
        for (int i = 0; i < CLIENTS; i++) {
            call(rows, callers);
        }
        while (local.get() < CALLS && clock.nanos() < 2 * SECOND) {
            assertThat(ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS))
                    .isTrue();
            clock.advance(1_000_000);
        }
        System.out.printf(
                "StalledStoreTest: %s callers, %s of %s calls waited for the deadline, the store was asked %s times%n",
                callers, paid, CALLS, store.calls() - before);
        assertThat(paid.get()).isBetween(1, 20);
        assertThat(store.mostUnderWay()).isLessThanOrEqualTo(CLIENTS);
        assertThat(local).hasValue(CALLS);
        assertThat(clock.nanos()).isLessThan(SECOND);
    }

    @Test
    void noMoreCallersWaitThanThereIsRoomFor() {
        EndpointLimiter rows = rows(store, StoreGuard.standard().mostWaiting(30));
        store.line(FaultyStore.Line.STALLED);
        for (int i = 0; i < CALLS; i++) {
            boolean waits =
                    !rows.takeAsync("caller " + i, 1).toCompletableFuture().isDone();
            assertThat(waits).as("call %s", i).isEqualTo(i < 30);
        }
        assertThat(store.mostUnderWay()).isEqualTo(30);
        clock.advance(10_000_000);
        assertThat(ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(rows.takeAsync("one more", 1).toCompletableFuture())
                .as("20 wait still")
                .isDone();
    }

    @Test
    void threadsWaitLikeEverybody() throws Exception {
        EndpointLimiter rows = rows(store, StoreGuard.standard());
        store.line(FaultyStore.Line.STALLED);
        everyThreadIsAnswered(rows);
        assertThat(store.mostUnderWay()).isLessThanOrEqualTo(CLIENTS + 20);
    }

    @Test
    void aStoreThatBlocksTakesAFewThreadsAndNoMore() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        BucketStore blocking = (endpoint, overflowed) -> new BlockedBuckets(blocked, never);
        try {
            everyThreadIsAnswered(rows(blocking, StoreGuard.standard().threads(4)));
            assertThat(blocked.get()).isLessThanOrEqualTo(4);
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("faregate-ratelimit-store"))
                    .count();
            assertThat(threads).isLessThanOrEqualTo(4);
        } finally {
            never.countDown();
        }
    }

    private void everyThreadIsAnswered(EndpointLimiter rows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<DecidedBy>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                String caller = "caller " + i;
                calls.add(threads.submit(() -> rows.take(caller).decidedBy()));
            }
            for (Future<DecidedBy> call : calls) {
                while (!call.isDone()) {
                    clock.advance(100_000);
                    Thread.onSpinWait();
                }
                assertThat(call.get()).isEqualTo(DecidedBy.LOCAL);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Buckets that never answer, as a driver without a time limit. */
    private record BlockedBuckets(AtomicInteger blocked, CountDownLatch never) implements BucketStore.Buckets {

        @Override
        public long take(String caller, Limits limits, long permits) {
            blocked.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the connection is gone");
        }

        @Override
        public long peek(String caller, Limits limits, long permits) {
            return take(caller, limits, permits);
        }

        @Override
        public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
            throw new AssertionError("not called");
        }
    }
}
