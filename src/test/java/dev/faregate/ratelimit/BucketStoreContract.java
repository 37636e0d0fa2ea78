package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of buckets promises, seen through a limiter. */
public abstract class BucketStoreContract {

    protected static final String ROWS = "GET /rows/{id}";
    private static final Limit FIVE = Limit.perSecond(5);

    /** A limiter that remembers what a store said goes by its own time. */
    private final ManualClock limitersTime = new ManualClock();

    private BucketStore store;

    /** An empty store. */
    protected abstract BucketStore newStore();

    /** Moves the time that the stores made here go by; by whole microseconds. */
    protected abstract void advance(Duration time);

    @BeforeEach
    void emptyStore() {
        store = newStore();
    }

    private RateLimiter limiter(Limit... limits) {
        return RateLimiter.builder()
                .store(store)
                .clock(limitersTime)
                .limit(limits)
                .build();
    }

    private EndpointLimiter rows(Limit... limits) {
        return limiter(limits).endpoint(ROWS);
    }

    private void pass(Duration time) {
        advance(time);
        limitersTime.advance(time);
    }

    private static int admitted(EndpointLimiter limiter, String caller, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            admitted += limiter.take(caller).allowed() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void admitsTheBurstAndThenOneInEachInterval() {
        EndpointLimiter rows = rows(FIVE);
        assertThat(admitted(rows, "ada", 9)).isEqualTo(5);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMillis(200));
            assertThat(admitted(rows, "ada", 2)).isEqualTo(1);
        }
    }

    @Test
    void whoeverWaitsExactlyAsLongAsToldIsAdmittedAndNotAMicrosecondEarlier() {
        EndpointLimiter rows = rows(Limit.perSecond(3));
        rows.take("ada", 3);
        Duration wait = rows.take("ada", 2).retryAfter();
        assertThat(wait).isBetween(Duration.ofNanos(666_666_666), Duration.ofNanos(666_668_000));
        pass(wait.minusNanos(1_000).truncatedTo(ChronoUnit.MICROS));
        assertThat(rows.take("ada", 2).allowed()).isFalse();
        pass(Duration.ofNanos(2_000));
        assertThat(rows.take("ada", 2).allowed()).isTrue();
    }

    @Test
    void saysWhatIsLeftAndWhenItIsFullAgain() {
        Decision decision = rows(FIVE).take("ada", 2);
        assertThat(decision.remaining()).isEqualTo(3);
        assertThat(decision.resetAfter()).isEqualTo(Duration.ofMillis(400));
        assertThat(decision.retryAfter()).isZero();
    }

    @Test
    void callersAndEndpointsHaveBucketsOfTheirOwn() {
        RateLimiter limiter = limiter(FIVE);
        for (String endpoint : List.of(ROWS, "POST /rows")) {
            for (String caller : List.of("ada", "grace")) {
                assertThat(admitted(limiter.endpoint(endpoint), caller, 9)).isEqualTo(5);
            }
        }
    }

    @Test
    void equalKeysOfDifferentKindsHaveBucketsOfTheirOwn() {
        RateLimiter limiter = limiter(Limit.perDay(1));
        for (KeySpace space : KeySpace.values()) {
            assertThat(admitted(limiter.endpoint(ROWS, space), "ada", 3)).isEqualTo(1);
        }
        assertThat(limiter.endpoint(ROWS, KeySpace.ANONYMOUS).peek("ada", 1).allowed())
                .isFalse();
    }

    @Test
    void groupChangesNoBucket() {
        EndpointLimiter rows = rows(FIVE);
        assertThat(admitted(rows.inGroup("crew"), "ada", 3)).isEqualTo(3);
        assertThat(admitted(rows, "ada", 9)).isEqualTo(2);
        assertThat(rows.inGroup("crew").reserve("ada", 1, Duration.ofSeconds(1)).delay())
                .isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void anyTextIsACallerOfItsOwn() {
        EndpointLimiter rows = rows(Limit.perDay(1));
        List<String> callers = List.of(
                "a",
                "A",
                "a ",
                "\u00e4",
                "a\u0308",
                "a\u0000",
                "a\u0000\u0000",
                "\u0000",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "?",
                "'; DROP TABLE x; --",
                "{a}",
                "a:b",
                "a".repeat(10_000),
                "a".repeat(10_001));
        for (String caller : callers) {
            assertThat(rows.take(caller).allowed()).as(caller).isTrue();
        }
        for (String caller : callers) {
            assertThat(rows.take(caller).allowed()).as(caller).isFalse();
        }
    }

    @Test
    void endpointAndCallerAreNotMistakenForEachOther() {
        RateLimiter limiter = limiter(Limit.perDay(1));
        assertThat(limiter.take("a", "bc").allowed()).isTrue();
        assertThat(limiter.take("ab", "c").allowed()).isTrue();
        assertThat(limiter.take("a:b", "c").allowed()).isTrue();
        assertThat(limiter.take("a", "b:c").allowed()).isTrue();
    }

    @Test
    void severalLimitsAreTakenTogetherOrNotAtAll() {
        EndpointLimiter rows = rows(FIVE, Limit.perDay(7));
        assertThat(admitted(rows, "ada", 9)).isEqualTo(5);
        assertThat(rows.take("ada").limit()).isEqualTo(FIVE);
        pass(Duration.ofSeconds(1));
        assertThat(admitted(rows, "ada", 9)).isEqualTo(2);
        assertThat(rows.take("ada").limit()).isEqualTo(Limit.perDay(7));
        // What the day's limit refused was not taken from the second's: three are left there.
        assertThat(rows.with(Limits.of(FIVE)).peek("ada", 0).remaining()).isEqualTo(3);
    }

    @Test
    void fourLimitsHoldTogether() {
        Limit[] four = {FIVE, Limit.perMinute(8), Limit.perHour(9), Limit.perDay(10)};
        EndpointLimiter rows = rows(four);
        assertThat(admitted(rows, "ada", 9)).isEqualTo(5);
        pass(Duration.ofSeconds(1));
        assertThat(admitted(rows, "ada", 9)).isEqualTo(3);
        pass(Duration.ofMinutes(1));
        assertThat(admitted(rows, "ada", 9)).isEqualTo(1);
        assertThat(rows.take("ada").limit()).isEqualTo(Limit.perHour(9));
    }

    @Test
    void moreThanTheBucketEverHoldsIsNeverAdmitted() {
        EndpointLimiter rows = rows(FIVE);
        assertThat(rows.take("ada", 6).outcome()).isEqualTo(Outcome.NEVER);
        assertThat(rows.take("ada", 5).allowed()).isTrue();
    }

    @Test
    void peekTellsWhatWouldBeAnsweredAndTakesNothing() {
        EndpointLimiter rows = rows(FIVE);
        assertThat(rows.peek("ada", 5).allowed()).isTrue();
        rows.take("ada", 4);
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(1);
        assertThat(rows.peek("ada", 2).retryAfter()).isEqualTo(Duration.ofMillis(200));
        assertThat(rows.peek("ada", 1)).isEqualTo(rows.take("ada"));
    }

    @Test
    void reservationsQueueBehindEachOther() {
        EndpointLimiter rows = rows(FIVE);
        rows.take("ada", 5);
        assertThat(rows.reserve("ada", 1, Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ofMillis(200));
        assertThat(rows.reserve("ada", 2, Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ofMillis(600));
        Decision tooLong = rows.reserve("ada", 3, Duration.ofSeconds(1)).decision();
        assertThat(tooLong.allowed()).isFalse();
        assertThat(tooLong.retryAfter()).isEqualTo(Duration.ofMillis(1200));
        assertThat(rows.take("ada").retryAfter()).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void refundGivesBackOnceWhatWasTaken() {
        EndpointLimiter rows = rows(FIVE);
        Reservation reservation = rows.reserve("ada", 5, Duration.ZERO);
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(reservation.refund()).isTrue();
        assertThat(reservation.refund()).isFalse();
        assertThat(admitted(rows, "ada", 9)).isEqualTo(5);
    }

    @Test
    void partOfAGrantIsGivenBackAndTheRestWasUsed() {
        BucketStore.Buckets rows = store.open(ROWS, () -> {});
        Limits five = rows.counted(Limits.of(FIVE));
        BucketStore.Grant grant =
                rows.reserveAsync("ada", five, 4, 0).toCompletableFuture().join();
        assertThat(grant.refundAsync(3).toCompletableFuture().join()).isTrue();
        assertThat(rows.takeAsync("ada", five, 4).toCompletableFuture().join()).isNotNegative();
        assertThat(rows.peekAsync("ada", five, 1).toCompletableFuture().join()).isNegative();
    }

    @Test
    void refundGivesBackNothingThatTimeHasRefilled() {
        EndpointLimiter rows = rows(FIVE);
        Reservation early = rows.reserve("ada", 5, Duration.ZERO);
        pass(Duration.ofSeconds(1));
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(early.refund()).isFalse();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void refundOfADenialGivesBackNothing() {
        EndpointLimiter rows = rows(FIVE);
        rows.take("ada", 5);
        assertThat(rows.reserve("ada", 1, Duration.ZERO).refund()).isFalse();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void changedLimitsKeepTheDebtInPermits() {
        RateLimiter limiter = limiter(FIVE);
        EndpointLimiter rows = limiter.endpoint(ROWS);
        rows.take("ada", 5);
        limiter.reconfigure(limiter.rules().limit(Limit.perSecond(10).named("5/s")));
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(5);
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        limiter.reconfigure(limiter.rules().limit(FIVE));
        // Ten are owed, of which a bucket of five holds but half: more than the burst.
        assertThat(rows.take("ada").retryAfter()).isEqualTo(Duration.ofMillis(1200));
        pass(Duration.ofMillis(1200));
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void refundFromBeforeAChangeOfLimitsGivesBackNothing() {
        RateLimiter limiter = limiter(FIVE);
        EndpointLimiter rows = limiter.endpoint(ROWS);
        Reservation before = rows.reserve("ada", 5, Duration.ZERO);
        limiter.reconfigure(limiter.rules().limit(Limit.perSecond(10)));
        rows.take("ada", 5);
        assertThat(before.refund()).isFalse();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void limitersOverOneStoreShareItsBuckets() {
        assertThat(rows(FIVE).take("ada", 3).allowed()).isTrue();
        assertThat(store.open(ROWS, () -> {}).counted(Limits.of(FIVE)))
                .as("counted limits")
                .isNotNull();
        assertThat(rows(FIVE).peek("ada", 0).remaining()).isEqualTo(sharesBucketsBetweenLimiters() ? 2 : 5);
    }

    /** Whether two limiters over one store meet in the same buckets, as two machines would. */
    protected boolean sharesBucketsBetweenLimiters() {
        return true;
    }

    @Test
    void racingCallersGetExactlyTheBurst() throws Exception {
        EndpointLimiter rows = rows(Limit.perDay(23));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> admitted(rows, "ada", 25));
        }
        assertThat(sum(calls)).isEqualTo(23);
    }

    @Test
    void racingCallersWhoChangeTheLimitsGetNoMore() throws Exception {
        EndpointLimiter rows = rows(Limit.perDay(23));
        EndpointLimiter half =
                rows.with(Limits.of(Limit.of(23, Duration.ofDays(2)).named("23/d")));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            EndpointLimiter mine = i % 2 == 0 ? rows : half;
            calls.add(() -> admitted(mine, "ada", 10));
        }
        assertThat(sum(calls)).isEqualTo(23);
    }

    private static int sum(List<Callable<Integer>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            int sum = 0;
            for (Future<Integer> each : threads.invokeAll(calls)) {
                sum += each.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Limits whose permits cost whole microseconds, by powers of two apart, so that no unit of time rounds what is owed. */
    private static final List<Limits> EXACT = List.of(
            Limits.of(Limit.of(5, Duration.ofSeconds(1))),
            Limits.of(Limit.of(10, Duration.ofSeconds(1)).withBurst(7)),
            Limits.of(Limit.of(5, Duration.ofSeconds(4)).withBurst(3)),
            Limits.of(
                    Limit.of(5, Duration.ofSeconds(1)).named("a"),
                    Limit.of(5, Duration.ofSeconds(8)).withBurst(9).named("b")));

    @Test
    void answersLikeTheStoreInMemory() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ManualClock clock = new ManualClock();
        EndpointLimiter model = RateLimiter.builder().clock(clock).build().endpoint(ROWS);
        EndpointLimiter rows = rows(FIVE);
        Deque<Reservation> modelGrants = new ArrayDeque<>();
        Deque<Reservation> grants = new ArrayDeque<>();
        int choice = 0;
        for (int i = 0; i < modelSteps(); i++) {
            choice = random.nextInt(12) == 0 ? random.nextInt(EXACT.size()) : choice;
            EndpointLimiter modelNow = model.with(EXACT.get(choice));
            EndpointLimiter rowsNow = rows.with(EXACT.get(choice));
            long permits = 1L + random.nextInt(4);
            String at = "seed " + seed + ", step " + i + ", limits " + choice + ", permits " + permits;
            switch (random.nextInt(8)) {
                case 0, 1, 2 ->
                    assertThat(rowsNow.take("ada", permits)).as(at).isEqualTo(modelNow.take("ada", permits));
                case 3 -> assertThat(rowsNow.peek("ada", permits)).as(at).isEqualTo(modelNow.peek("ada", permits));
                case 4 -> {
                    Duration patience = Duration.ofMillis(64L * random.nextInt(20));
                    modelGrants.add(modelNow.reserve("ada", permits, patience));
                    grants.add(rowsNow.reserve("ada", permits, patience));
                    assertThat(grants.getLast().decision())
                            .as(at)
                            .isEqualTo(modelGrants.getLast().decision());
                }
                case 5 -> {
                    if (!grants.isEmpty()) {
                        boolean last = random.nextBoolean();
                        Reservation modelGrant = last ? modelGrants.removeLast() : modelGrants.removeFirst();
                        Reservation grant = last ? grants.removeLast() : grants.removeFirst();
                        assertThat(grant.refund()).as(at).isEqualTo(modelGrant.refund());
                    }
                }
                default -> {
                    Duration time = Duration.ofMillis(64L * random.nextInt(8));
                    clock.advance(time);
                    pass(time);
                }
            }
        }
    }

    /** How many operations to compare with the store in memory. */
    protected int modelSteps() {
        return 2_000;
    }
}
