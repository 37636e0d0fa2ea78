package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Nodes that lease permits of one bucket. */
class LeaseTest {

    private static final String ROWS = "GET /rows/{id}";
    private static final int NODES = 4;

    private final long seed = Long.getLong("lease.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ManualClock clock = new ManualClock();
    private final FaultyStore store = new FaultyStore(clock);
    private final List<RateLimiter> nodes = new ArrayList<>();

    private void nodes(Limit... limits) {
        for (int i = 0; i < NODES; i++) {
            nodes.add(RateLimiter.builder()
                    .store(store, StoreGuard.standard().leases(NODES).random(random.split()))
                    .clock(clock)
                    .limit(limits)
                    .build());
        }
    }

    private boolean take(int node, String caller, long permits) {
        return nodes.get(node).endpoint(ROWS).take(caller, permits).allowed();
    }

    /** What the store has been asked for, as far as it is not refilled. */
    private long debited(Limit limit) {
        return limit.burst()
                - new Decision(
                                Limits.of(limit),
                                store.behind(ROWS).peek("ada", Limits.of(limit), 0),
                                0,
                                false,
                                DecidedBy.STORE)
                        .remaining();
    }

    @Test
    void aHotKeyNeedsFewQuestions() {
        nodes(Limit.perSecond(20_000));
        int admitted = 0;
        int before = 0;
        for (int i = 0; i < 40_000; i++) {
            if (i == 10_000) {
                before = store.calls();
            }
            admitted += take(i % NODES, "ada", 1) ? 1 : 0;
            clock.advance(100_000);
        }
        double share = (store.calls() - before) / 30_000.0;
        System.out.printf("LeaseTest: %.4f questions a call%n", share);
        assertThat(admitted).isEqualTo(40_000);
        assertThat(share).isLessThan(0.01);
    }

    @Test
    void nodesNeverAdmitMoreThanTheBucketAndTheirLeases() {
        Limit limit = Limit.perSecond(1_000).withBurst(500);
        nodes(limit);
        List<long[]> admissions = new ArrayList<>();
        double rate = 1;
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(2_000) == 0) {
                rate = Math.pow(10, random.nextDouble() * 2 - 1);
            }
            if (random.nextInt(50_000) == 0) {
                store.line(random.nextBoolean() ? FaultyStore.Line.UP : FaultyStore.Line.STALLED);
            }
            long permits = 1L + random.nextInt(3);
            int node = random.nextInt(NODES);
            Decision decision = nodes.get(node)
                    .endpoint(ROWS)
                    .takeAsync("ada", permits)
                    .toCompletableFuture()
                    .getNow(null);
            if (decision != null && decision.allowed() && decision.decidedBy() == DecidedBy.STORE) {
                admissions.add(new long[] {clock.nanos(), permits});
            }
            clock.advance((long) (random.nextLong(2_000_000) / rate));
        }
        store.line(FaultyStore.Line.UP);
        checkWindows(admissions, limit);
    }

    /** In no window that begins and ends with an admission there is more than the bound. */
    private void checkWindows(List<long[]> admissions, Limit limit) {
        double perNano = limit.permits() / (double) limit.period().toNanos();
        double lease = limit.burst() / (2.0 * NODES);
        double bound = limit.burst() + NODES * lease;
        double least = Double.MAX_VALUE;
        double sum = 0;
        for (long[] admission : admissions) {
            least = Math.min(least, sum - perNano * admission[0]);
            sum += admission[1];
            assertThat(sum - perNano * admission[0] - least).as("seed %s", seed).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void whatWasNotUsedIsGivenBack() {
        Limit limit = Limit.perSecond(100).withBurst(10_000);
        nodes(limit);
        for (int i = 0; i < 1_000; i++) {
            assertThat(take(i % NODES, "ada", 1)).isTrue();
            clock.advance(250_000);
        }
        long refilled = 25;
        assertThat(debited(limit)).as("leased, and partly used").isGreaterThan(1_000 - refilled);
        clock.advance(Duration.ofMillis(100));
        clock.advance(Duration.ofMillis(100));
        assertThat(debited(limit)).isBetween(1_000 - refilled - 20 - 4, 1_000 - refilled - 20 + 4);
    }

    @Test
    void closingGivesBackAtOnce() {
        Limit limit = Limit.perHour(1_000_000);
        nodes(limit);
        int used = 0;
        for (int i = 0; i < 300; i++) {
            used += take(i % NODES, "ada", 1) ? 1 : 0;
            clock.advance(1_000_000);
        }
        assertThat(debited(limit)).isGreaterThan(used);
        nodes.forEach(RateLimiter::close);
        long refilled = 300 * 1_000_000L / 3_600_000_000L;
        assertThat(debited(limit)).isBetween(used - refilled - 100, (long) used);
        assertThat(take(0, "ada", 1)).as("still of use").isTrue();
    }

    @Test
    void aFiveASecondLimitNeverLeasesHoweverMuchIsAskedFor() {
        Limit limit = Limit.perSecond(5).withBurst(100_000);
        nodes(limit);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(take(i % NODES, "ada", 1)).isTrue();
            assertThat(debited(limit)).as("seed %s, call %s", seed, i).isLessThanOrEqualTo(i);
            clock.advance(1_000_000);
        }
        assertThat(store.calls()).isEqualTo(1_000);
    }

    @Test
    void aLeaseIsNoMoreThanTheBusiestTenthOfTheLastSecondAskedFor() {
        Limit limit = Limit.perSecond(100).withBurst(100_000);
        nodes(limit);
        long used = 0;
        long mostUnused = 0;
        for (int slice = 0; slice < 40; slice++) {
            int demand = slice < 20 ? 300 : 7;
            if (slice == 31) {
                assertThat(mostUnused)
                        .as("seed %s, leased when 300 were asked for", seed)
                        .isBetween(150L, 300L);
                mostUnused = 0;
            }
            for (int i = 0; i < demand; i++) {
                used += take(0, "ada", 1) ? 1 : 0;
                mostUnused = Math.max(mostUnused, debited(limit) + 10L * slice - used);
            }
            clock.advance(Lease.LIFE_NANOS);
        }
        assertThat(mostUnused).as("seed %s, leased when 7 were asked for", seed).isBetween(1L, 7L);
    }

    @Test
    void aCallThatWaitsAndIsThenServedFromALeaseCountsOnceAsDemand() {
        Limit limit = Limit.perSecond(100).withBurst(100_000);
        nodes(limit);
        store.delays(() -> 1_000_000, () -> 1_000_000);
        int used = 0;
        for (int herd : new int[] {30, 30, 30, 1}) {
            // Long enough for what was leased to be given back.
            clock.advance(Duration.ofMillis(125));
            clock.advance(Duration.ofMillis(125));
            for (int i = 0; i < herd; i++) {
                assertThat(nodes.get(0).endpoint(ROWS).takeAsync("ada", 1)).isNotNull();
                used++;
            }
            for (int ways = 0; ways < 5; ways++) {
                clock.advance(1_000_000);
            }
        }
        long refilled = (clock.nanos() - Duration.ofMillis(250).toNanos()) / 10_000_000;
        assertThat(debited(limit) + refilled - used).as("seed %s", seed).isBetween(25L, 31L);
    }

    @Test
    void nothingIsLeasedWhenLittleIsLeft() {
        Limit limit = Limit.perSecond(1_000);
        nodes(limit);
        store.behind(ROWS).take("ada", Limits.of(limit), 850);
        for (int i = 0; i < 50; i++) {
            take(0, "ada", 1);
        }
        assertThat(debited(limit)).isEqualTo(900);
    }

    @Test
    void leasedPermitsAreAnsweredAsIfOnlyTheUsedOnesWereTaken() {
        nodes(Limit.perSecond(1_000));
        for (int i = 0; i < 200; i++) {
            Decision decision = nodes.get(0).endpoint(ROWS).take("ada");
            assertThat(decision.remaining()).as("call %s", i).isEqualTo(999 - i);
        }
    }
}
