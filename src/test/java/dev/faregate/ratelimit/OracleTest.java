package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.faregate.ratelimit.Oracle.Granted;
import dev.faregate.ratelimit.Oracle.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random operations on a limiter and on an {@link Oracle}: each answer is the same, in each of its parts. */
class OracleTest {

    private static final int OPERATIONS = Integer.getInteger("oracle.operations", 1_000_000);
    private static final int WORLD = 2_000;
    private static final long LONGEST_JUMP = Duration.ofDays(366).toNanos();

    /** Times differ by less than half the range of a long, in ticks of any limit of a world. */
    private static final long LONGEST_LIFE = 1L << 62;

    private static final List<Limit[]> LIMITS = List.of(
            limits(Limit.perDay(1)),
            limits(Limit.perSecond(3)),
            limits(Limit.perSecond(5).withBurst(1)),
            limits(Limit.perSecond(5).withBurst(10)),
            limits(Limit.perMinute(7)),
            limits(Limit.perSecond(1023)),
            limits(Limit.perSecond(1_000_000_000)),
            limits(Limit.of(1, Duration.ofNanos(1))),
            limits(Limit.of(3, Duration.ofNanos(7)).withBurst(100)),
            limits(Limit.of(1, Duration.ofDays(13_000))),
            limits(Limit.perDay(1000).withBurst(13_000_000)),
            limits(Limit.perSecond(5), Limit.perDay(10_000)),
            limits(Limit.perSecond(5), Limit.perMinute(20), Limit.perHour(700)),
            limits(Limit.perMinute(7), Limit.perMinute(7).withBurst(3).named("other")));

    private record Pending(Reservation reservation, Granted granted) {}

    private static Limit[] limits(Limit... limits) {
        return limits;
    }

    @Test
    void everyAnswerIsThatOfExactArithmetic() {
        long seed = Long.getLong("oracle.seed", System.nanoTime());
        System.out.println("OracleTest: -Doracle.seed=" + seed + ", " + OPERATIONS + " operations");
        SplittableRandom random = new SplittableRandom(seed);
        for (int done = 0; done < OPERATIONS; ) {
            done += new World(random.split()).run();
        }
    }

    /** One caller's life, with a few limits that it changes between. */
    private static final class World {

        private final SplittableRandom random;
        private final ManualClock clock;
        private final BucketTable table;
        private final EndpointLimiter[] handles = new EndpointLimiter[2];
        private final Rate[][] rates = new Rate[2][];
        private final long[] intervals = new long[2];
        private final Oracle oracle = new Oracle();
        private final List<Pending> pending = new ArrayList<>();
        private final boolean waits;
        private final boolean onlyGranted;
        private final boolean steps;
        private long lifeLeft;
        private int current;

        World(SplittableRandom random) {
            this.random = random;
            this.clock = new ManualClock(random.nextLong());
            InMemoryBucketStore store = new InMemoryBucketStore(clock, 10);
            this.table = store.table();
            RateLimiter limiter =
                    RateLimiter.builder().clock(clock).store(store).build();
            for (int i = 0; i < handles.length; i++) {
                Limit[] chosen = LIMITS.get(random.nextInt(LIMITS.size()));
                handles[i] = limiter.endpoint("GET /rows").with(Limits.of(chosen));
                rates[i] = Arrays.stream(chosen).map(Rate::of).toArray(Rate[]::new);
                intervals[i] = Math.max(1, rates[i][0].wholePermit() / rates[i][0].p());
            }
            long finest = 1;
            for (Rate[] several : rates) {
                for (Rate rate : several) {
                    finest = Math.max(finest, rate.p());
                }
            }
            this.lifeLeft = LONGEST_LIFE / finest;
            this.waits = random.nextInt(3) > 0;
            this.onlyGranted = waits && random.nextInt(4) == 0;
            this.steps = !onlyGranted && random.nextBoolean();
        }

        int run() {
            for (int i = 0; i < WORLD; i++) {
                passTime();
                if (lifeLeft < 0) {
                    return i + 1;
                }
                int kind = random.nextInt(100);
                if (kind < 1 && !onlyGranted) {
                    current = random.nextInt(handles.length);
                } else if (kind < 3) {
                    table.sweep();
                    oracle.sweep(clock.nanos());
                } else if (kind < 15) {
                    peek();
                } else if (waits && kind < 40) {
                    reserve();
                } else if (waits && kind < 55) {
                    refund();
                } else if (!onlyGranted) {
                    take();
                }
            }
            return WORLD;
        }

        private void passTime() {
            int kind = random.nextInt(1000);
            if (kind < 500) {
                return;
            }
            long interval = intervals[current];
            long burst = rates[current][0].limit().burst();
            if (kind < 850) {
                pass(random.nextLong(1 + interval));
            } else if (kind < 980) {
                pass(random.nextLong(1 + interval * Math.min(burst, 10)));
            } else if (kind < 981) {
                pass(Math.min(LONGEST_JUMP, (1L << 60) / Math.max(rates[0][0].p(), rates[1][0].p())));
            } else if (steps && kind < 990) {
                pass(-random.nextLong(1 + interval));
            } else if (steps && kind < 991) {
                pass(-random.nextLong(1 + Duration.ofDays(30).toNanos()));
            }
        }

        private void pass(long nanos) {
            lifeLeft -= Math.abs(nanos);
            if (lifeLeft >= 0) {
                clock.advance(nanos);
            }
        }

        private void take() {
            long permits = permits();
            Answer expected = oracle.take(rates[current], permits, 0, false, clock.nanos());
            same(expected, handles[current].take("ada", permits), "take", permits);
        }

        private void peek() {
            long permits = permits() - 1;
            Answer expected = oracle.peek(rates[current], permits, clock.nanos());
            same(expected, handles[current].peek("ada", permits), "peek", permits);
        }

        private void reserve() {
            long permits = permits();
            long longest = Math.min(Duration.ofDays(40).toNanos(), intervals[current] * random.nextInt(5));
            Answer expected = oracle.take(rates[current], permits, longest, true, clock.nanos());
            Reservation reservation = handles[current].reserve("ada", permits, Duration.ofNanos(longest));
            same(expected, reservation.decision(), "reserve", permits);
            if (expected.allowed()) {
                assertThat(reservation.delayNanos()).isEqualTo(oracle.delayNanos());
                pending.add(new Pending(reservation, oracle.granted(permits)));
            }
        }

        private void refund() {
            if (pending.isEmpty()) {
                return;
            }
            Pending chosen = pending.remove(random.nextInt(pending.size()));
            boolean expected = oracle.refund(chosen.granted, clock.nanos());
            if (chosen.reservation.refund() != expected) {
                fail("refund: %s (expected: %s)", !expected, expected);
            }
            assertThat(chosen.reservation.refund()).as("a second refund").isFalse();
            if (onlyGranted && oracle.owed(clock.nanos()) < oracle.owedWithoutRefunded(clock.nanos())) {
                fail(
                        "refunds minted: %s owed (expected: at least %s)",
                        oracle.owed(clock.nanos()), oracle.owedWithoutRefunded(clock.nanos()));
            }
        }

        private long permits() {
            long burst = rates[current][0].limit().burst();
            int kind = random.nextInt(100);
            if (kind < 70) {
                return 1;
            }
            return kind < 98 ? 1 + random.nextLong(Math.min(burst, 1 + burst / random.nextInt(1, 8))) : burst + 1;
        }

        private void same(Answer expected, Decision actual, String what, long permits) {
            if (!Objects.equals(expected, Answer.of(actual))) {
                fail(
                        "%s of %s under %s: %s (expected: %s)",
                        what, permits, handles[current].limits(), actual, expected);
            }
        }
    }
}
