package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final ManualClock clock = new ManualClock();

    /** Else a patient limiter would keep seconds of its answered calls in memory. */
    @Test
    void whatHasItsAnswerIsLetGoLongBeforeALongDeadline() {
        Deadlines deadlines = new Deadlines(clock, Duration.ofSeconds(5).toNanos());
        Waiting call = new Waiting();
        deadlines.watch(call);
        call.done = true;
        clock.advance(Duration.ofMillis(10));
        assertThat(clock.waiting()).as("timers").isZero();
    }

    @Test
    void whatHasNoAnswerEndsAtALongDeadlineAndNotBefore() {
        Deadlines deadlines = new Deadlines(clock, Duration.ofSeconds(5).toNanos());
        Waiting call = new Waiting();
        deadlines.watch(call);
        for (int i = 0; i < 499; i++) {
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(call.done).as("after 4.99 s").isFalse();
        clock.advance(Duration.ofMillis(10));
        assertThat(call.done).as("after 5 s").isTrue();
    }

    private static final class Waiting implements Timed {

        private boolean done;

        @Override
        public long sinceNanos() {
            return 0;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public void expire() {
            done = true;
        }

        @Override
        public void endEarly() {
            throw new AssertionError("may not end early");
        }

        @Override
        public boolean mayEndEarly() {
            return false;
        }
    }
}
