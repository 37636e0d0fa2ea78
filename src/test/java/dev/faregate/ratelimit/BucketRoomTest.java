package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets a bucket where room is short, and what holds for those who get none. */
class BucketRoomTest {

    private final ManualClock clock = new ManualClock();

    private RateLimiter.Builder limiter(long maxBuckets, Limit limit) {
        return RateLimiter.builder().clock(clock).maxBuckets(maxBuckets).limit(limit);
    }

    private static int admitted(EndpointLimiter endpoint, String prefix, int callers) {
        int admitted = 0;
        for (int i = 0; i < callers; i++) {
            admitted += endpoint.take(prefix + i).allowed() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void oneGroupHoldsAnEighthOfTheRoomAndItsFurtherKeysShareABucket() {
        EndpointLimiter rows = limiter(80_000, Limit.perDay(1)).build().endpoint("GET /rows");
        assertThat(admitted(rows.inGroup("greedy"), "token ", 20_000)).isBetween(9_990, 10_001);
        assertThat(admitted(rows, "stranger ", 30_000)).isEqualTo(30_000);
    }

    @Test
    void groupGetsNoMoreThanATwoThousandthWhereHalfOfTheRoomIsTaken() {
        EndpointLimiter rows = limiter(40_000, Limit.perDay(1)).build().endpoint("GET /rows");
        admitted(rows, "somebody ", 20_000);
        // What a group holds is counted a little too high rather than too low.
        assertThat(admitted(rows.inGroup("greedy"), "token ", 1_000)).isBetween(15, 20 + 1);
        assertThat(admitted(rows.inGroup("modest"), "other ", 3)).isEqualTo(3);
    }

    @Test
    void groupHasItsShareAgainWhenItsBucketsAreFull() {
        InMemoryBucketStore store = new InMemoryBucketStore(clock, 800);
        EndpointLimiter rows =
                limiter(800, Limit.perDay(1)).store(store).build().endpoint("GET /rows");
        admitted(rows.inGroup("greedy"), "token ", 200);
        clock.advance(Duration.ofDays(1));
        store.table().sweep();
        assertThat(admitted(rows.inGroup("greedy"), "other ", 200)).isEqualTo(101);
    }

    @Test
    void callersWithoutRoomAreSpreadOverManyBuckets() {
        EndpointLimiter rows = limiter(1, Limit.perDay(1)).build().endpoint("GET /rows");
        assertThat(admitted(rows, "caller ", 5_000)).isBetween(200, 257);
    }

    @Test
    void callerThatNeverHadToShareBeginsWithAFullBucket() {
        InMemoryBucketStore store = new InMemoryBucketStore(clock, 8);
        EndpointLimiter rows = limiter(8, Limit.perDay(5)).store(store).build().endpoint("GET /rows");
        EndpointLimiter soon = rows.with(Limits.of(Limit.perSecond(5)));
        for (int i = 0; i < 8; i++) {
            soon.inGroup("group " + i).take("early " + i);
        }
        // All shared buckets owe all they can, each to one group alone.
        for (int i = 0; i < 256; i++) {
            rows.inGroup("late " + i).take("late", 5);
        }
        clock.advance(Duration.ofSeconds(1));
        store.table().sweep();
        assertThat(rows.inGroup("new").take("new", 5).allowed()).isTrue();
    }

    @Test
    void callerThatSharedBeginsWithTheDebtOfTheSharedBucket() {
        EndpointLimiter rows = limiter(1, Limit.perHour(5)).build().endpoint("GET /rows");
        rows.with(Limits.of(Limit.perSecond(1))).take("ada");
        assertThat(rows.take("mallory", 3).allowed()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rows.peek("mallory", 0).remaining()).isEqualTo(2);
        assertThat(rows.take("mallory", 3).allowed()).isFalse();
        assertThat(rows.take("mallory", 2).allowed()).isTrue();
    }

    @Test
    void noMoreThanTheBurstIsAdmittedThoughRoomComesJustWhenThereWasNone() {
        EndpointLimiter[] rows = new EndpointLimiter[1];
        AtomicInteger admitted = new AtomicInteger();
        RateLimiter limiter = limiter(1, Limit.perDay(5))
                .listener(new RateLimitListener() {
                    @Override
                    public void overflowed(String endpoint) {
                        clock.advance(Duration.ofMillis(1));
                        for (int i = 0; i < 6; i++) {
                            admitted.addAndGet(rows[0].take("mallory").allowed() ? 1 : 0);
                        }
                    }
                })
                .build();
        rows[0] = limiter.endpoint("GET /rows");
        rows[0].with(Limits.of(Limit.of(1, Duration.ofMillis(1)))).take("ada");
        admitted.addAndGet(rows[0].take("mallory").allowed() ? 1 : 0);
        assertThat(admitted).hasValue(5);
    }

    @Test
    void burstAndRateHoldForEachCallerWhileRoomComesAndGoes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        EndpointLimiter rows = limiter(4, Limit.perSecond(5)).build().endpoint("GET /rows");
        List<Long> admitted = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(40)));
            if (random.nextInt(3) == 0) {
                rows.take("other " + random.nextInt(20), 1L + random.nextInt(5));
            } else if (rows.take("ada").allowed()) {
                admitted.add(clock.nanos());
                // Six in less than a fifth of a second are the burst and more than time has refilled.
                int last = admitted.size() - 1;
                assertThat(last < 5 || admitted.get(last) - admitted.get(last - 5) >= 200_000_000)
                        .as("seed " + seed + ", step " + i)
                        .isTrue();
            }
        }
        assertThat(admitted.size()).isGreaterThan(100);
    }

    @Test
    void failuresWithoutRoomAreAllowedAndNotCounted() {
        EndpointLimiter failures = limiter(4, Limit.perDay(2)).build().endpoint("sign-in", KeySpace.FAILURES);
        failures.take("first", 2);
        assertThat(failures.peek("second", 2).allowed()).isTrue();
        for (int i = 0; i < 9; i++) {
            assertThat(failures.take("second").remaining()).isEqualTo(1);
            assertThat(failures.reserve("second", 2, Duration.ZERO).refund()).isFalse();
        }
        assertThat(failures.take("first").allowed()).isFalse();
    }

    @Test
    void shadowModeDoesNotLiftLimitsOfFailures() {
        RateLimiter limiter = limiter(4, Limit.perDay(2)).shadow().build();
        EndpointLimiter failures =
                limiter.endpoint("sign-in", KeySpace.FAILURES).with(Limits.of(Limit.perDay(1)));
        failures.take("mallory");
        assertThat(failures.take("mallory").allowed()).isFalse();
        assertThat(failures.allowsHere("mallory", 1)).isFalse();
        limiter.take("GET /rows", "mallory");
        limiter.take("GET /rows", "mallory");
        assertThat(limiter.take("GET /rows", "mallory").allowed()).isTrue();
    }
}
