package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final EndpointLimiter rows =
            RateLimiter.builder().limit(Limit.perSecond(2)).clock(clock).build().endpoint("GET /rows");

    @Test
    void waitsUntilThePermitsAreThere() throws InterruptedException {
        rows.take("ada", 2);
        assertThat(rows.takeWithin("ada", 1, SECOND).allowed()).isTrue();
        assertThat(clock.nanos()).isEqualTo(Duration.ofMillis(500).toNanos());
    }

    @Test
    void refusesAtOnceWhatWillNotBeThereInTime() throws InterruptedException {
        rows.take("ada", 2);
        Decision denied = rows.takeWithin("ada", 2, Duration.ofMillis(999));
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(denied.retryAfter()).isEqualTo(SECOND);
        assertThat(rows.takeWithin("ada", 3, Duration.ofDays(1)).outcome()).isEqualTo(Outcome.NEVER);
        assertThat(clock.nanos()).isZero();
        assertThat(rows.takeWithin("ada", 2, SECOND).allowed()).isTrue();
    }

    @Test
    void firstComeFirstServed() {
        rows.take("ada", 2);
        Reservation first = rows.reserve("ada", 1, SECOND);
        Reservation second = rows.reserve("ada", 1, SECOND);
        Reservation third = rows.reserve("ada", 1, SECOND);
        assertThat(first.delay()).isEqualTo(Duration.ofMillis(500));
        assertThat(second.delay()).isEqualTo(SECOND);
        assertThat(third.decision().allowed()).isFalse();
        assertThat(third.delayNanos()).isZero();
        assertThat(third.refund()).isFalse();
        clock.advance(SECOND);
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void interruptedWaitsGiveBackWhatTheyTook() {
        rows.take("ada", 2);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> rows.takeWithin("ada", 1, SECOND)).isInstanceOf(InterruptedException.class);
        InterruptingClock interrupting = new InterruptingClock();
        EndpointLimiter interrupted = RateLimiter.builder()
                .limit(Limit.perSecond(2))
                .clock(interrupting)
                .build()
                .endpoint("GET /rows");
        interrupted.take("ada", 2);
        assertThatThrownBy(() -> interrupted.takeWithin("ada", 1, SECOND)).isInstanceOf(InterruptedException.class);
        assertThat(interrupted.reserve("ada", 1, SECOND).delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void completesLaterWithoutAThread() {
        rows.take("ada", 2);
        CompletableFuture<Decision> waiting =
                rows.takeWithinAsync("ada", 1, SECOND).toCompletableFuture();
        clock.advance(Duration.ofMillis(499));
        assertThat(clock.waiting()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(waiting.join().allowed()).isTrue();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void cancelledWaitsGiveBackWhatTheyTookAndForgetTheirTimer() {
        rows.take("ada", 2);
        CompletableFuture<Decision> waiting =
                rows.takeWithinAsync("ada", 1, SECOND).toCompletableFuture();
        waiting.cancel(false);
        assertThat(clock.waiting()).isZero();
        assertThat(rows.reserve("ada", 1, SECOND).delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void answersAtOnceInTheAsynchronousTwinsToo() {
        assertThat(rows.takeAsync("ada", 2).toCompletableFuture().join().allowed())
                .isTrue();
        assertThat(rows.takeAsync("ada", 1).toCompletableFuture().join().allowed())
                .isFalse();
        assertThat(rows.takeAsync("ada", 3).toCompletableFuture().join().outcome())
                .isEqualTo(Outcome.NEVER);
        assertThat(rows.takeWithinAsync("ada", 3, SECOND)
                        .toCompletableFuture()
                        .join()
                        .outcome())
                .isEqualTo(Outcome.NEVER);
        assertThat(rows.reserveAsync("ada", 1, SECOND)
                        .toCompletableFuture()
                        .join()
                        .delay())
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void givingBackInAnyOrderOfTheTwoGivesBackAll() {
        for (boolean inOrder : new boolean[] {true, false}) {
            String caller = "in order: " + inOrder;
            List<Reservation> both =
                    List.of(rows.reserve(caller, 1, Duration.ZERO), rows.reserve(caller, 1, Duration.ZERO));
            assertThat(both.get(inOrder ? 0 : 1).refund()).isTrue();
            assertThat(both.get(inOrder ? 1 : 0).refund()).isTrue();
            assertThat(rows.peek(caller, 0).resetAfterNanos()).isZero();
        }
    }

    @Test
    void nobodyWaitsInShadowMode() throws InterruptedException {
        EndpointLimiter shadow = RateLimiter.builder()
                .limit(Limit.perSecond(2))
                .shadow()
                .clock(clock)
                .build()
                .endpoint("GET /rows");
        shadow.take("ada", 2);
        Decision decision = shadow.takeWithin("ada", 1, SECOND);
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.shadow()).isTrue();
        assertThat(clock.nanos()).isZero();
    }

    @Test
    void negativeWaitsAreRefusedAndEndlessOnesAreLong() {
        assertThatThrownBy(() -> rows.reserve("ada", 1, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxWait: PT-0.000000001S (expected: >= 0) for endpoint \"GET /rows\"");
        for (int i = 0; i < 10; i++) {
            assertThat(rows.reserve("ada", 2, Duration.ofSeconds(Long.MAX_VALUE))
                            .delay())
                    .isEqualTo(Duration.ofSeconds(i));
        }
    }

    /** A clock by which every sleep is interrupted. */
    private static final class InterruptingClock implements MonotonicClock {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            throw new InterruptedException();
        }

        @Override
        public CompletableFuture<Void> schedule(Runnable task, long nanos) {
            throw new UnsupportedOperationException();
        }
    }
}
