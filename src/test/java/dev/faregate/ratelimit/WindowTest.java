package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In any window, at most burst + rate * window are admitted, under eight threads and whatever else goes on. */
class WindowTest {

    private static final int THREADS = 8;
    private static final int CALLS = 20_000;

    /** The window of an admission is known to lie between the clock before and the clock after the call. */
    private record Admitted(long before, long after, long permits) {}

    @Test
    void neverMoreThanBurstAndRateWhileBucketsAreTakenRefundedAndForgotten() throws Exception {
        Limit limit = Limit.of(1, Duration.ofNanos(1000)).withBurst(20);
        check(limit, limit);
    }

    @Test
    void neverMoreThanTheLargerOfTwoLimitsWhileItChanges() throws Exception {
        Limit smaller = Limit.of(1, Duration.ofNanos(1000)).withBurst(20);
        Limit larger = Limit.of(1, Duration.ofNanos(500)).withBurst(40);
        check(larger, smaller);
    }

    private static void check(Limit larger, Limit other) throws Exception {
        long seed = System.nanoTime();
        System.out.println("WindowTest: seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        ManualClock clock = new ManualClock(Long.MAX_VALUE - 1000);
        InMemoryBucketStore store = new InMemoryBucketStore(clock, 100);
        RateLimiter limiter =
                RateLimiter.builder().limit(larger).clock(clock).store(store).build();
        EndpointLimiter rows = limiter.endpoint("GET /rows");
        EndpointLimiter others = rows.with(Limits.of(other));
        AtomicInteger running = new AtomicInteger(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<Admitted>>> calls = new ArrayList<>();
        long start = clock.nanos();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = seeds.split();
            calls.add(threads.submit((Callable<List<Admitted>>) () -> {
                List<Admitted> admitted = new ArrayList<>();
                for (int call = 0; call < CALLS; call++) {
                    EndpointLimiter endpoint = random.nextInt(50) == 0 ? others : rows;
                    long permits = random.nextLong(1, 4);
                    long before = clock.nanos() - start;
                    if (random.nextInt(4) == 0) {
                        Reservation reservation = endpoint.reserve("ada", permits, Duration.ZERO);
                        boolean used = random.nextBoolean() || !reservation.refund();
                        if (reservation.decision().allowed() && used) {
                            admitted.add(new Admitted(before, clock.nanos() - start, permits));
                        }
                    } else if (endpoint.take("ada", permits).allowed()) {
                        admitted.add(new Admitted(before, clock.nanos() - start, permits));
                    }
                    if (random.nextInt(20) == 0) {
                        clock.advance(random.nextInt(1500));
                    }
                    if (random.nextInt(500) == 0) {
                        clock.advance(50_000);
                        store.table().sweep();
                    }
                }
                running.decrementAndGet();
                return admitted;
            }));
        }
        List<Admitted> all = new ArrayList<>();
        for (Future<List<Admitted>> call : calls) {
            all.addAll(call.get());
        }
        threads.shutdown();
        assertThat(running).hasValue(0);
        holds(larger, all);
    }

    /** The level of a bucket that only loses what was surely taken after it was refilled. */
    private static void holds(Limit limit, List<Admitted> all) {
        // Sorted by the latest moment each can have happened, and refilled up to then: more generous than any window.
        all.sort(Comparator.comparingLong(Admitted::after));
        long interval = limit.period().toNanos();
        for (int window : new int[] {10, 100, 1000, all.size()}) {
            for (int first = 0; first + window <= all.size(); first += Math.max(1, window / 10)) {
                List<Admitted> run = all.subList(first, first + window);
                long from = run.stream().mapToLong(Admitted::before).min().orElseThrow();
                long to = run.stream().mapToLong(Admitted::after).max().orElseThrow();
                long permits = run.stream().mapToLong(Admitted::permits).sum();
                assertThat(permits)
                        .as("admitted from %s to %s", from, to)
                        .isLessThanOrEqualTo(limit.burst() + (to - from) / interval);
            }
        }
    }
}
