package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuardedStoreTest {

    private static final String ROWS = "GET /rows/{id}";
    private static final Duration DEADLINE = Duration.ofMillis(50);

    private final long seed = System.nanoTime();
    private final ManualClock clock = new ManualClock();
    private final FaultyStore store = new FaultyStore(clock);
    private final List<String> heard = new ArrayList<>();
    private final RateLimiter limiter = RateLimiter.builder()
            .store(store, StoreGuard.standard().random(new SplittableRandom(seed)))
            .clock(clock)
            .listener(new RateLimitListener() {
                @Override
                public void denied(String endpoint, String caller, Decision decision) {
                    heard.add("denied by " + decision.decidedBy());
                }

                @Override
                public void storeFailed(String endpoint, Throwable failure) {
                    heard.add(failure.getClass().getSimpleName());
                }

                @Override
                public void storeDown() {
                    heard.add("down");
                }

                @Override
                public void storeUp() {
                    heard.add("up");
                }
            })
            .build();
    private final EndpointLimiter rows = limiter.endpoint(ROWS);

    private Decision afterTheDeadline(CompletableFuture<Decision> waiting) {
        clock.advance(DEADLINE.minusNanos(1));
        assertThat(waiting).isNotDone();
        clock.advance(1);
        return waiting.join();
    }

    private CompletableFuture<Decision> take(EndpointLimiter endpoint, String caller) {
        return endpoint.takeAsync(caller, 1).toCompletableFuture();
    }

    /** Until nothing is asked of the store any more. */
    private void goDown() {
        store.line(FaultyStore.Line.FAILING);
        for (int i = 0; i < 20; i++) {
            limiter.endpoint("GET /down").take("somebody " + i);
        }
        assertThat(heard).endsWith("down");
    }

    @Test
    void theStoreDecidesWhileItAnswers() {
        for (int i = 0; i < 5; i++) {
            Decision decision = rows.take("ada");
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.remaining()).isEqualTo(4 - i);
            assertThat(decision.decidedBy()).isEqualTo(DecidedBy.STORE);
        }
        assertThat(rows.take("ada").decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(heard).containsExactly("denied by STORE");
    }

    @Test
    void aCallerWaitsNoLongerThanTheDeadlineAndThenAWarmBucketDecides() {
        rows.take("ada", 3);
        store.line(FaultyStore.Line.STALLED);
        Decision decision = afterTheDeadline(take(rows, "ada"));
        assertThat(decision.decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(decision.remaining())
                .as("3 of 5 taken, quarter of one refilled")
                .isEqualTo(1);
        assertThat(afterTheDeadline(take(rows, "ada")).allowed()).isTrue();
        Decision denied = afterTheDeadline(take(rows, "ada"));
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(heard).contains("TimeoutException", "denied by LOCAL");
    }

    @Test
    void aThreadWaitsNoLongerEither() throws InterruptedException {
        store.line(FaultyStore.Line.STALLED);
        CompletableFuture<Decision> decision = CompletableFuture.supplyAsync(() -> rows.take("ada"));
        while (store.calls() == 0) {
            Thread.onSpinWait();
        }
        assertThat(afterTheDeadline(decision).decidedBy()).isEqualTo(DecidedBy.LOCAL);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsCancelledAtTheStore() {
        EndpointLimiter several = rows.with(Limits.of(Limit.perSecond(5), Limit.perDay(50)));
        store.line(FaultyStore.Line.STALLED);
        CompletableFuture<Decision> one = take(rows, "ada");
        CompletableFuture<Decision> ofSeveral = take(several, "grace");
        assertThat(store.calls()).isEqualTo(2);
        clock.advance(DEADLINE.minusNanos(1));
        assertThat(store.cancelled()).isZero();
        clock.advance(Duration.ofNanos(1));
        assertThat(one.join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(ofSeveral.join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(store.cancelled()).isEqualTo(2);
    }

    @Test
    void aDecisionWhileTheStoreIsLeftAloneNeedsHardlyAnyMemory() {
        goDown();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 10_000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            rows.take("bob");
        }
        // The decision and who gave it, also where nothing is compiled yet; a call that waits takes five times as much.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / calls).isLessThan(300);
    }

    @Test
    void openAndClosedLimitsAnswerWithoutABucket() {
        EndpointLimiter open =
                limiter.endpoint("GET /open").with(Limits.of(Limit.perSecond(5).whenDown(OutagePolicy.OPEN)));
        EndpointLimiter closed = limiter.endpoint("GET /closed")
                .with(Limits.of(Limit.perSecond(5).whenDown(OutagePolicy.CLOSED)));
        goDown();
        for (int i = 0; i < 10; i++) {
            Decision decision = open.take("ada");
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.decidedBy()).isEqualTo(DecidedBy.OPEN);
            assertThat(decision.remaining()).isEqualTo(4);
        }
        Decision decision = closed.take("ada");
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.decidedBy()).isEqualTo(DecidedBy.CLOSED);
        assertThat(decision.remaining()).isZero();
        assertThat(decision.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(open.peek("ada", 5).decidedBy()).isEqualTo(DecidedBy.OPEN);
        assertThat(closed.peek("ada", 1).allowed()).isFalse();
        assertThat(closed.peek("ada", 0).remaining()).isZero();
        Reservation refused = closed.reserve("ada", 1, Duration.ofDays(1));
        assertThat(refused.decision().decidedBy()).isEqualTo(DecidedBy.CLOSED);
        assertThat(refused.delay()).isZero();
        Reservation granted = open.reserve("ada", 1, Duration.ofDays(1));
        assertThat(granted.decision().decidedBy()).isEqualTo(DecidedBy.OPEN);
        assertThat(granted.refund()).isFalse();
        assertThat(closed.take("ada", 6).outcome()).isEqualTo(Outcome.NEVER);
        assertThat(open.take("ada", 6).outcome()).isEqualTo(Outcome.NEVER);
    }

    @Test
    void ofSeveralLimitsAClosedOneRefusesAndElseALocalOneCounts() {
        Limit open = Limit.perSecond(5).whenDown(OutagePolicy.OPEN);
        Limit local = Limit.perDay(2);
        Limit closed = Limit.perHour(100).whenDown(OutagePolicy.CLOSED);
        goDown();
        assertThat(rows.with(Limits.of(open, local, closed)).take("ada").decidedBy())
                .isEqualTo(DecidedBy.CLOSED);
        EndpointLimiter two = rows.with(Limits.of(open, local));
        assertThat(two.take("ada", 2).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(two.take("ada").limit()).isEqualTo(local);
    }

    @Test
    void aDenialThatIsKnownCostsNoRoundTripAndKeepsItsPromise() {
        store.delays(() -> 3_000_000, () -> 5_000_000);
        CompletableFuture<Decision> last = rows.takeAsync("ada", 5).toCompletableFuture();
        for (int i = 0; i < 8; i++) {
            clock.advance(1_000_000);
        }
        assertThat(last.join().allowed()).isTrue();
        int before = store.calls();
        Decision denied = rows.take("ada");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.decidedBy()).isEqualTo(DecidedBy.STORE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rows.take("ada", 2).allowed()).isFalse();
        }
        assertThat(store.calls()).isEqualTo(before);
        store.delays(() -> 0, () -> 0);
        clock.advance(denied.retryAfterNanos());
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void aDenialUnderSeveralLimitsIsKnownForAsManyPermits() {
        EndpointLimiter both = rows.with(Limits.of(Limit.perSecond(5), Limit.perDay(7)));
        both.take("ada", 5);
        Decision denied = both.take("ada");
        int before = store.calls();
        assertThat(both.take("ada")).isEqualTo(denied);
        assertThat(store.calls()).isEqualTo(before);
        assertThat(both.take("ada", 3).limit()).isEqualTo(Limit.perDay(7));
        assertThat(store.calls()).isEqualTo(before + 1);
    }

    @Test
    void whatThisProcessGivesBackIsThereAtOnce() {
        Reservation all = rows.reserve("ada", 5, Duration.ZERO);
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(all.refund()).isTrue();
        assertThat(rows.take("ada", 5).allowed()).isTrue();
    }

    @Test
    void repliesToWhatWasAskedBeforeARefundAreNotBelieved() {
        Reservation all = rows.reserve("ada", 5, Duration.ZERO);
        store.delays(() -> 0, () -> 10_000_000);
        CompletableFuture<Decision> denied = take(rows, "ada");
        store.delays(() -> 0, () -> 0);
        assertThat(all.refund()).isTrue();
        clock.advance(10_000_000);
        assertThat(denied.join().allowed()).isFalse();
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void aKnownDenialIsForgottenWithTheLimit() {
        rows.take("ada", 5);
        assertThat(rows.take("ada").allowed()).isFalse();
        limiter.reconfigure(limiter.rules().limit(Limit.perSecond(6).named("5/s")));
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void whenTheStoreKeepsFailingItIsLeftAloneAndThenAskedByOneCall() {
        goDown();
        int asked = store.calls();
        for (int i = 0; i < 1_000; i++) {
            assertThat(rows.take("caller " + i).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        }
        assertThat(store.calls()).isEqualTo(asked);
        store.line(FaultyStore.Line.STALLED);
        clock.advance(Duration.ofSeconds(2));
        CompletableFuture<Decision> trial = take(rows, "ada");
        for (int i = 0; i < 100; i++) {
            assertThat(rows.take("other " + i).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        }
        assertThat(store.calls()).isEqualTo(asked + 1);
        assertThat(afterTheDeadline(trial).decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(rows.take("ada").decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(store.calls()).isEqualTo(asked + 1);
    }

    @Test
    void isExactAgainWithinFiveSecondsOfRecovery() {
        for (int outage = 0; outage < 50; outage++) {
            goDown();
            long down = Duration.ofMillis(new SplittableRandom(seed + outage).nextLong(20_000))
                    .toNanos();
            for (long since = 0; since < down; since += 100_000_000) {
                rows.take("somebody");
                clock.advance(100_000_000);
            }
            store.line(FaultyStore.Line.UP);
            long up = clock.nanos();
            while (rows.take("somebody").decidedBy() != DecidedBy.STORE) {
                clock.advance(10_000_000);
            }
            assertThat(Duration.ofNanos(clock.nanos() - up)).as("seed %s", seed).isLessThan(Duration.ofSeconds(5));
            assertThat(heard).contains("up");
            String caller = "caller " + outage;
            store.behind(ROWS).take(caller, rows.limits(), 5);
            assertThat(rows.take(caller).allowed()).as("exact").isFalse();
            heard.clear();
        }
    }

    @Test
    void reservationsOfAnOutageAreLocalAndGivenBackLocally() throws InterruptedException {
        goDown();
        Reservation all = rows.reserve("ada", 5, Duration.ZERO);
        assertThat(all.decision().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(all.refund()).isTrue();
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(rows.reserve("ada", 1, Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ofMillis(200));
        assertThat(rows.peek("ada", 1).decidedBy()).isEqualTo(DecidedBy.LOCAL);
    }

    @Test
    void aGrantThatCannotBeGivenBackInTimeSaysSo() {
        Reservation all = rows.reserve("ada", 5, Duration.ZERO);
        goDown();
        assertThat(all.refund()).isFalse();
        assertThat(all.refund()).isFalse();
    }

    @Test
    void aGrantThatComesTooLateIsGivenBack() {
        store.line(FaultyStore.Line.STALLED);
        CompletableFuture<Reservation> late =
                rows.reserveAsync("ada", 5, Duration.ZERO).toCompletableFuture();
        clock.advance(DEADLINE);
        assertThat(late.join().decision().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        store.line(FaultyStore.Line.UP);
        store.serveStalled();
        assertThat(store.behind(ROWS).peek("ada", rows.limits(), 5)).isPositive();
    }

    @Test
    void whatWasAdmittedInOutagesIsBoundedByTheLocalBuckets() {
        SplittableRandom random = new SplittableRandom(seed);
        int nodes = 4;
        List<EndpointLimiter> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(RateLimiter.builder()
                    .store(store, StoreGuard.standard().random(random.split()))
                    .clock(clock)
                    .build()
                    .endpoint(ROWS));
        }
        long admitted = 0;
        long start = clock.nanos();
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(5_000) == 0) {
                store.line(random.nextBoolean() ? FaultyStore.Line.FAILING : FaultyStore.Line.UP);
            }
            admitted += all.get(random.nextInt(nodes)).take("ada").allowed() ? 1 : 0;
            if (random.nextInt(10) == 0) {
                clock.advance(random.nextLong(5_000_000));
            }
            double seconds = (clock.nanos() - start) / 1e9;
            assertThat((double) admitted)
                    .as("seed %s, call %s", seed, i)
                    .isLessThanOrEqualTo((nodes + 1) * (5 + 5 * seconds));
        }
    }

    @Test
    void shadowModeLetsThroughWhateverThePolicy() {
        EndpointLimiter shadow = RateLimiter.builder()
                .store(store)
                .clock(clock)
                .shadow()
                .limit(Limit.perSecond(5).whenDown(OutagePolicy.CLOSED))
                .build()
                .endpoint(ROWS);
        store.line(FaultyStore.Line.FAILING);
        Decision decision = shadow.take("ada");
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.shadow()).isTrue();
        assertThat(decision.decidedBy()).isEqualTo(DecidedBy.CLOSED);
    }

    @Test
    void mistakesAreToldBeforeTheStoreIsAsked() {
        assertThatThrownBy(() -> rows.take("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.peek("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.take("ada", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.peek("ada", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoreGuard.standard().deadline(Duration.ZERO))
                .hasMessage("store deadline: PT0S (expected: PT0.001S to PT10S)");
        assertThatThrownBy(() -> StoreGuard.standard().mostWaiting(0))
                .hasMessage("callers waiting for the store: 0 (expected: > 0)");
        assertThat(store.calls()).isZero();
    }
}
