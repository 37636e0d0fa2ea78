package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of two threads, as far as the model checker gets, answers as some order of the calls would. Each thread
 * has a time of its own, so that the clock is no shared state.
 */
class LinearizabilityTest {

    @Test
    void takeRefundEvictAndReconfigureAreLinearizable() {
        check(OneLimit.class);
    }

    @Test
    void severalLimitsAreTakenAtOneInstant() {
        check(TwoLimits.class);
    }

    private static void check(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(2)
                .check(operations);
    }

    /** One limit or another, of which one converts exactly into the other. Time stands still, except for the sweep. */
    public static final class OneLimit {

        private final Calls calls = new Calls(
                Limits.of(Limit.of(1, Duration.ofNanos(2)).withBurst(3)),
                Limits.of(Limit.of(1, Duration.ofNanos(4)).withBurst(4)));

        @Operation
        public String take(
                @Param(gen = IntGen.class, conf = "1:2") int permits,
                @Param(gen = IntGen.class, conf = "0:1") int plan) {
            return calls.take(permits, plan);
        }

        @Operation
        public boolean refund() {
            return calls.refund();
        }

        @Operation
        public void sweep() {
            calls.sweep();
        }
    }

    /** Two limits at once. */
    public static final class TwoLimits {

        private final Calls calls = new Calls(Limits.of(
                Limit.of(1, Duration.ofNanos(2)).withBurst(3),
                Limit.of(1, Duration.ofNanos(1)).withBurst(4)));

        @Operation
        public String take(@Param(gen = IntGen.class, conf = "1:2") int permits) {
            return calls.take(permits, 0);
        }

        @Operation
        public boolean refund() {
            return calls.refund();
        }

        @Operation
        public void sweep() {
            calls.sweep();
        }
    }

    private static final class Calls {

        private static final int LATER = 2;

        private final CallersClock clock = new CallersClock();
        private final InMemoryBucketStore store = new InMemoryBucketStore(clock, 4);
        private final InMemoryBuckets buckets = store.open("GET /rows", () -> {});
        private final List<Limits> plans;
        private final Reservation reservation;

        Calls(Limits... plans) {
            this.plans = List.of(plans);
            BucketStore.Grant grant = buckets.reserve("ada", plans[0], 1, 0);
            this.reservation =
                    new Reservation(new Decision(plans[0], grant.answer(), 1, false, DecidedBy.STORE), grant, 0);
        }

        String take(int permits, int plan) {
            Limits limits = plans.get(plan);
            Decision decision =
                    new Decision(limits, buckets.take("ada", limits, permits), permits, false, DecidedBy.STORE);
            return decision.allowed() + " " + decision.limit().name() + " " + decision.remaining() + " "
                    + decision.retryAfterNanos() + " " + decision.resetAfterNanos();
        }

        boolean refund() {
            return reservation.refund();
        }

        /** Forgets the bucket if it will be full soon: at that time it may as well be a new one. */
        void sweep() {
            clock.times.set(LATER);
            store.table().segment(buckets.hash("ada")).sweep(16, 0);
            clock.times.set(0);
        }
    }

    /** Each thread's own time. */
    private static final class CallersClock implements MonotonicClock {

        private final ThreadLocal<Integer> times = ThreadLocal.withInitial(() -> 0);

        @Override
        public long nanos() {
            return times.get();
        }

        @Override
        public void sleep(long nanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<?> schedule(Runnable task, long nanos) {
            throw new UnsupportedOperationException();
        }
    }
}
