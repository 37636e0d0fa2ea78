package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ManualClock clock = new ManualClock();
    private final long seed = System.nanoTime();
    private final CircuitBreaker breaker = new CircuitBreaker(clock, new SplittableRandom(seed));

    private CircuitBreaker.Change report(boolean failed) {
        return breaker.report(breaker.enter(), failed, 1);
    }

    private void open() {
        for (int i = 0; i < 20; i++) {
            report(true);
        }
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.REFUSED);
    }

    @Test
    void opensWhenHalfOfTheLastTwentyCallsFailed() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(report(false)).isEqualTo(CircuitBreaker.Change.NONE);
        }
        for (int i = 0; i < 9; i++) {
            assertThat(report(true)).isEqualTo(CircuitBreaker.Change.NONE);
            assertThat(report(false)).isEqualTo(CircuitBreaker.Change.NONE);
        }
        assertThat(report(true)).isEqualTo(CircuitBreaker.Change.OPENED);
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.REFUSED);
    }

    @Test
    void staysClosedForFewerThanTwentyCallsOrFewerFailures() {
        for (int i = 0; i < 19; i++) {
            assertThat(report(true)).isEqualTo(CircuitBreaker.Change.NONE);
        }
        assertThat(report(false)).isEqualTo(CircuitBreaker.Change.NONE);
        for (int i = 0; i < 20; i++) {
            report(false);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(report(i % 20 < 9)).isEqualTo(CircuitBreaker.Change.NONE);
        }
    }

    @Test
    void callsThatShareAQuestionCountEach() {
        assertThat(breaker.report(breaker.enter(), true, 19)).isEqualTo(CircuitBreaker.Change.NONE);
        assertThat(breaker.report(breaker.enter(), true, 1)).isEqualTo(CircuitBreaker.Change.OPENED);
        assertThat(new CircuitBreaker(clock, new SplittableRandom(seed)).report(1, true, 1_000))
                .isEqualTo(CircuitBreaker.Change.OPENED);
    }

    @Test
    void oneCallTriesTheStoreAndDecides() {
        open();
        clock.advance(2 * SECOND);
        long probe = breaker.enter();
        assertThat(probe).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.report(probe, false, 1)).isEqualTo(CircuitBreaker.Change.CLOSED);
        assertThat(breaker.enter()).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(report(true)).as("what failed before counts no more").isEqualTo(CircuitBreaker.Change.NONE);
    }

    @Test
    void isOpenForOneToTwoSecondsAndForTwoToFourAfterAFailedTrial() {
        open();
        for (int trial = 0; trial < 100; trial++) {
            long shortest = trial == 0 ? SECOND : 2 * SECOND;
            clock.advance(shortest - 1);
            assertThat(breaker.enter()).as("seed %s", seed).isEqualTo(CircuitBreaker.REFUSED);
            clock.advance(shortest + 1);
            long probe = breaker.enter();
            assertThat(probe).as("seed %s", seed).isNotEqualTo(CircuitBreaker.REFUSED);
            assertThat(breaker.report(probe, true, 1)).isEqualTo(CircuitBreaker.Change.NONE);
        }
    }

    @Test
    void whatBeganBeforeTheLastChangeSaysNothing() {
        long early = breaker.enter();
        open();
        assertThat(breaker.report(early, false, 20)).isEqualTo(CircuitBreaker.Change.NONE);
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.REFUSED);
        clock.advance(2 * SECOND);
        long probe = breaker.enter();
        breaker.report(early, true, 20);
        breaker.report(probe, false, 1);
        breaker.report(early, true, 20);
        assertThat(breaker.enter()).isNotEqualTo(CircuitBreaker.REFUSED);
    }
}
