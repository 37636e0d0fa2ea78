package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A limiter goes on while its Redis stands still, and decides by it again once it is back. */
class GuardedRedisTest {

    private static final int CALLERS = 8;
    private static final Limit LIMIT = Limit.perSecond(1_000).withBurst(500);
    private static final long DEADLINE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long OUTAGE = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final AtomicInteger paid = new AtomicInteger();
    private final AtomicInteger decidedLocally = new AtomicInteger();
    private final AtomicLong localNanos = new AtomicLong();
    private final AtomicLong admitted = new AtomicLong();

    @Test
    void callersPayOneDeadlineAtMostWhileRedisStandsStillAndThenItDecidesAgain() throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisDriver driver = LettuceDriver.connect(server.uri())) {
            EndpointLimiter rows = RateLimiter.builder()
                    .store(RedisStores.over(driver).buckets())
                    .limit(LIMIT)
                    .build()
                    .endpoint("GET /rows");
            long begun = System.nanoTime();
            untilTheStoreDecides(rows);
            server.suspend();
            callFor(OUTAGE, rows);
            int paidInOutage = paid.get();
            int local = decidedLocally.get();
            server.resume();
            long backAt = System.nanoTime();
            long recovered = untilTheStoreDecides(rows) - backAt;
            FaultReport.line(String.format(
                    Locale.ROOT,
                    "| guarded, STOPPED %d ms | lettuce | %d calls | %d decided locally, %d waited for the deadline |"
                            + " a local decision took %d ns | Redis decided again after %d ms |",
                    OUTAGE / 1_000_000,
                    local + paidInOutage,
                    local,
                    paidInOutage,
                    localNanos.get() / Math.max(1, local),
                    recovered / 1_000_000));
            // Twenty at most, see StalledStoreTest; here some may have waited for a processor instead.
            assertThat(paidInOutage).as("calls that waited for the deadline").isBetween(1, 100);
            assertThat(local).isGreaterThan(1_000);
            assertThat(Duration.ofNanos(recovered)).isLessThan(Duration.ofNanos(PATIENCE));
            long elapsed = System.nanoTime() - begun;
            // One limit of the store's and one of this process's own.
            assertThat(admitted.get())
                    .isLessThanOrEqualTo(2 * (LIMIT.burst() + elapsed * LIMIT.permits() / 1_000_000_000));
        }
    }

    private void callFor(long nanos, EndpointLimiter rows) throws Exception {
        long end = System.nanoTime() + nanos;
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        Decision decision = taken(rows, "ada");
                        long took = System.nanoTime() - start;
                        if (took >= DEADLINE) {
                            paid.incrementAndGet();
                        } else if (decision.decidedBy() == DecidedBy.LOCAL) {
                            decidedLocally.incrementAndGet();
                            localNanos.addAndGet(took);
                        }
                        // Else the callers would wait for a processor, too.
                        LockSupport.parkNanos(200_000);
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** When the store decided ten calls in a row. */
    private long untilTheStoreDecides(EndpointLimiter rows) {
        long end = System.nanoTime() + 2 * PATIENCE;
        int inARow = 0;
        for (int i = 0; inARow < 10 && System.nanoTime() < end; i++) {
            inARow = taken(rows, "after " + i).decidedBy() == DecidedBy.STORE ? inARow + 1 : 0;
        }
        return System.nanoTime();
    }

    private Decision taken(EndpointLimiter rows, String caller) {
        Decision decision = rows.take(caller);
        admitted.addAndGet(decision.allowed() && caller.equals("ada") ? 1 : 0);
        return decision;
    }
}
