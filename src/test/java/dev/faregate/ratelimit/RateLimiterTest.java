package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void admitsTheBurstThenDeniesUntilRetryAfter() {
        RateLimiter limiter = RateLimiter.builder()
                .limit("GET /rows/*", Limit.perSecond(2))
                .clock(clock)
                .build();
        EndpointLimiter rows = limiter.endpoint("GET /rows/{id}");

        assertThat(rows.take("ada").remaining()).isEqualTo(1);
        assertThat(rows.take("ada").remaining()).isZero();
        Decision denied = rows.take("ada");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(denied.limit()).isEqualTo(Limit.perSecond(2));
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofMillis(500));
        assertThat(denied.retryAfterSeconds()).isEqualTo(1);
        assertThat(denied.resetAfter()).isEqualTo(Duration.ofSeconds(1));

        clock.advance(denied.retryAfterNanos() - 1);
        assertThat(rows.take("ada").allowed()).isFalse();
        clock.advance(1);
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void fiveASecondForEachEndpointAndCallerWhenNothingIsConfigured() {
        RateLimiter limiter = RateLimiter.builder().clock(clock).build();
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.take("GET /a", "ada").allowed()).isTrue();
        }
        assertThat(limiter.take("GET /a", "ada").allowed()).isFalse();
        assertThat(limiter.take("GET /a", "bob").allowed()).isTrue();
        assertThat(limiter.take("GET /b", "ada").allowed()).isTrue();
    }

    @Test
    void peekChangesNothing() {
        EndpointLimiter rows = RateLimiter.builder().clock(clock).build().endpoint("GET /rows");
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(5);
        assertThat(rows.peek("ada", 5).remaining()).isZero();
        assertThat(rows.peek("ada", 0).remaining()).isEqualTo(5);
        rows.take("ada", 5);
        assertThat(rows.peek("ada", 1).allowed()).isFalse();
    }

    @Test
    void whetherACallWouldBeAllowedIsToldWithoutAWholeAnswer() {
        EndpointLimiter rows = RateLimiter.builder().clock(clock).build().endpoint("GET /rows");
        EndpointLimiter shadow =
                RateLimiter.builder().clock(clock).shadow().build().endpoint("GET /rows");
        rows.take("ada", 4);
        shadow.take("ada", 4);
        for (long permits : new long[] {0, 1, 2, 5, 6, Long.MAX_VALUE}) {
            assertThat(rows.allowsHere("ada", permits))
                    .isEqualTo(permits <= 1)
                    .isEqualTo(rows.peekHere("ada", permits).allowed());
            assertThat(shadow.allowsHere("ada", permits)).isTrue();
        }
        for (EndpointLimiter either : List.of(rows, shadow)) {
            assertThatThrownBy(() -> either.allowsHere("", 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> either.allowsHere("ada", -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void moreThanTheBucketEverHoldsIsNever() {
        EndpointLimiter rows = RateLimiter.builder().clock(clock).build().endpoint("GET /rows");
        for (long permits : new long[] {6, Long.MAX_VALUE}) {
            Decision never = rows.take("ada", permits);
            assertThat(never.outcome()).isEqualTo(Outcome.NEVER);
            assertThat(never.allowed()).isFalse();
            assertThat(never.retryAfterNanos()).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(rows.take("ada", 5).allowed()).isTrue();
    }

    @Test
    void noPermitsAndFewerAreRefusedWithValueAndPlace() {
        EndpointLimiter rows = RateLimiter.builder().clock(clock).build().endpoint("GET /rows");
        assertThatThrownBy(() -> rows.take("ada", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits: 0 (expected: > 0) for endpoint \"GET /rows\"");
        assertThatThrownBy(() -> rows.take("ada", Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.peek("ada", -1))
                .hasMessage("permits: -1 (expected: >= 0) for endpoint \"GET /rows\"");
    }

    @Test
    void shadowModeLetsThroughAndTells() {
        EndpointLimiter rows =
                RateLimiter.builder().shadow().clock(clock).build().endpoint("GET /rows");
        assertThat(rows.take("ada", 5).shadow()).isFalse();
        Decision decision = rows.take("ada");
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.shadow()).isTrue();
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
    }

    @Test
    void decisionsThatSayTheSameAreEqual() {
        EndpointLimiter rows = RateLimiter.builder().clock(clock).build().endpoint("GET /rows");
        EndpointLimiter others = RateLimiter.builder().clock(clock).build().endpoint("GET /others");
        Decision first = rows.take("ada");
        assertThat(first)
                .isEqualTo(others.take("bob"))
                .hasSameHashCodeAs(rows.peek("ada", 0))
                .isEqualTo(rows.peek("ada", 0))
                .isNotEqualTo(rows.take("ada"))
                .isNotEqualTo(null)
                .hasToString("Decision[allowed=true, outcome=ALLOWED, decidedBy=STORE, limit=" + Limit.perSecond(5)
                        + ", remaining=4, retryAfterNanos=0, resetAfterNanos=200000000]");
    }
}
