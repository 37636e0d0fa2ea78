package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Nodes that ask a store over a slow line, and the store itself beside them: what they deny by themselves, it would deny. */
class KnownDenialTest {

    private static final String ROWS = "GET /rows/{id}";
    private static final int STEPS = 60_000;
    private static final long LONGEST_WAY = Duration.ofMillis(10).toNanos();

    private static final List<Limits> LIMITS = List.of(
            Limits.of(Limit.perSecond(5)),
            Limits.of(Limit.perSecond(50).withBurst(7)),
            Limits.of(Limit.perSecond(5), Limit.perMinute(40)),
            Limits.of(Limit.perSecond(3), Limit.perSecond(4).withBurst(2).named("b"), Limit.perHour(5_000)));

    private final long seed = Long.getLong("denial.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ManualClock storesClock = new ManualClock();
    private final FaultyStore store = new FaultyStore(storesClock);
    private int known;

    private EndpointLimiter node(ManualClock clock, Limits limits) {
        return RateLimiter.builder()
                .store(store)
                .clock(clock)
                .build()
                .endpoint(ROWS)
                .with(limits);
    }

    private void slowLine() {
        store.delays(() -> random.nextLong(LONGEST_WAY), () -> random.nextLong(LONGEST_WAY));
    }

    /** Calls once, and tells by how many nanoseconds a denial without a question was too strict, and a little more. */
    private long callTooStrict(EndpointLimiter node) {
        long permits = 1L + random.nextInt(2);
        int asked = store.calls();
        var answer = node.takeAsync("ada", permits).toCompletableFuture();
        if (store.calls() > asked || !answer.isDone() || !isDenialByStore(answer.join())) {
            return 0;
        }
        known++;
        long truth = store.behind(ROWS).peek("ada", node.limits(), permits);
        Gcra gcra = node.limits().bound(truth);
        return Limits.allows(truth) ? gcra.nanos(gcra.tau() - Limits.unpacked(truth)) + 1 : 0;
    }

    private static boolean isDenialByStore(Decision decision) {
        return !decision.allowed() && decision.decidedBy() == DecidedBy.STORE;
    }

    @Test
    void whatNodesDenyByThemselvesTheStoreWouldDeny() {
        for (Limits limits : LIMITS) {
            slowLine();
            List<EndpointLimiter> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(node(storesClock, limits));
            }
            known = 0;
            for (int step = 0; step < STEPS; step++) {
                EndpointLimiter node = nodes.get(random.nextInt(nodes.size()));
                assertThat(callTooStrict(node))
                        .as("seed %s, step %s, %s", seed, step, limits)
                        .isZero();
                if (random.nextInt(4) == 0) {
                    storesClock.advance(random.nextLong(LONGEST_WAY / 4));
                }
            }
            System.out.println("KnownDenialTest: " + known + " of " + STEPS + " denied without a question, " + limits);
            assertThat(known).isGreaterThan(STEPS / 100);
        }
    }

    @Test
    void aClockThatRunsFasterThanOursMakesADenialNoMoreThanAMillisecondTooStrict() {
        Limits limits = Limits.of(Limit.perMinute(6));
        ManualClock nodesClock = new ManualClock();
        EndpointLimiter node = node(nodesClock, limits);
        long worst = 0;
        for (int step = 0; step < STEPS; step++) {
            worst = Math.max(worst, callTooStrict(node));
            long nanos = random.nextLong(Duration.ofMillis(500).toNanos());
            nodesClock.advance(nanos);
            storesClock.advance(nanos + nanos / 10_000);
        }
        System.out.println("KnownDenialTest: at 100 ppm " + worst + " ns too strict, " + known + " known");
        assertThat(known).isGreaterThan(STEPS / 100);
        assertThat(worst).as("seed %s", seed).isLessThan(Duration.ofMillis(1).toNanos());
    }

    @Test
    void whoeverWaitsAsLongAsToldIsNotTooEarly() {
        for (Limits limits : LIMITS) {
            slowLine();
            EndpointLimiter node = node(storesClock, limits);
            String caller = "caller of " + limits;
            for (int step = 0; step < STEPS / 10; step++) {
                long permits = 1L + random.nextInt(2);
                var answer = node.takeAsync(caller, permits).toCompletableFuture();
                for (int i = 0; i < 100 && !answer.isDone(); i++) {
                    storesClock.advance(LONGEST_WAY / 50);
                }
                if (isDenialByStore(answer.join())) {
                    long wait = answer.join().retryAfterNanos();
                    long truth = store.behind(ROWS).peek(caller, limits, permits);
                    assertThat(limits.retryAfterNanos(truth))
                            .as("seed %s, step %s, %s", seed, step, limits)
                            .isLessThanOrEqualTo(wait);
                    storesClock.advance(random.nextLong(1 + wait));
                }
            }
        }
    }
}
