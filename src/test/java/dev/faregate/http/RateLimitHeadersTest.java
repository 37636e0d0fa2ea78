package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes over the wire, byte for byte. */
class RateLimitHeadersTest {

    private static final Limit FIVE_A_SECOND = Limit.perSecond(5);
    private static final Limit MINUTE = Limit.perMinute(20).withBurst(40).named("minute");
    private static final Limit DAILY = Limit.perDay(1000).named("daily");
    private static final Limit QUARTER = Limit.of(40, Duration.ofMinutes(15)).named("quarter");

    private final MovableClock clock = new MovableClock();

    /** The answer to one of so many calls at the same time. */
    private static Decision call(int number, Limit... limits) {
        RateLimiter limiter =
                RateLimiter.builder().limit(limits).clock(new ManualClock()).build();
        for (int i = 1; i < number; i++) {
            limiter.take("GET /rows", "caller");
        }
        return limiter.take("GET /rows", "caller");
    }

    private static List<String> written(RateLimitHeaders dialect, Decision decision) {
        List<String> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        dialect.write(decision, (name, value) -> {
            names.add(name);
            lines.add(name + ": " + value);
        });
        assertThat(names).isEqualTo(dialect.names());
        return lines;
    }

    @Test
    void secondsFromNow() {
        RateLimitHeaders dialect = RateLimitHeaders.secondsFromNow();
        assertThat(written(dialect, call(1, FIVE_A_SECOND)))
                .containsExactly("X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 4", "X-RateLimit-Reset: 1");
        assertThat(written(dialect, call(6, FIVE_A_SECOND)))
                .containsExactly("X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1");
        assertThat(written(dialect, call(10, MINUTE)))
                .containsExactly("X-RateLimit-Limit: 40", "X-RateLimit-Remaining: 30", "X-RateLimit-Reset: 30");
    }

    @Test
    void epochSecondsAreATimeRoundedUp() {
        clock.advance(Duration.ofMillis(1));
        long now = clock.instant().getEpochSecond();
        assertThat(written(RateLimitHeaders.epochSeconds(clock), call(10, MINUTE)))
                .containsExactly(
                        "X-RateLimit-Limit: 40", "X-RateLimit-Remaining: 30", "X-RateLimit-Reset: " + (now + 31));
    }

    @Test
    void perMinuteWhateverThePeriod() {
        RateLimitHeaders dialect = RateLimitHeaders.perMinute();
        assertThat(written(dialect, call(1, FIVE_A_SECOND)))
                .containsExactly("X-RateLimit-Limit: 300", "X-RateLimit-Remaining: 4", "X-RateLimit-Reset: 1");
        assertThat(written(dialect, call(1, Limit.of(3, Duration.ofHours(1))))).contains("X-RateLimit-Limit: 0");
    }

    @Test
    void draft06() {
        RateLimitHeaders dialect = RateLimitHeaders.draft06();
        assertThat(written(dialect, call(1, FIVE_A_SECOND)))
                .containsExactly(
                        "RateLimit-Limit: 5",
                        "RateLimit-Remaining: 4",
                        "RateLimit-Reset: 1",
                        "RateLimit-Policy: 5;w=1");
        assertThat(written(dialect, call(41, MINUTE, DAILY)))
                .containsExactly(
                        "RateLimit-Limit: 40",
                        "RateLimit-Remaining: 0",
                        "RateLimit-Reset: 3",
                        "RateLimit-Policy: 40;w=120, 1000;w=86400");
    }

    @Test
    void draft07() {
        RateLimitHeaders dialect = RateLimitHeaders.draft07();
        assertThat(written(dialect, call(1, FIVE_A_SECOND)))
                .containsExactly("RateLimit: limit=5, remaining=4, reset=1", "RateLimit-Policy: 5;w=1");
        assertThat(written(dialect, call(10, MINUTE, DAILY, QUARTER)))
                .containsExactly(
                        "RateLimit: limit=40, remaining=30, reset=675", "RateLimit-Policy: 40;w=120, 1000;w=86400");
    }

    @Test
    void draft11() {
        RateLimitHeaders dialect = RateLimitHeaders.draft11();
        assertThat(written(dialect, call(1, FIVE_A_SECOND)))
                .containsExactly("RateLimit: \"5/s\";r=4;t=1", "RateLimit-Policy: \"5/s\";q=5;w=1");
        assertThat(written(dialect, call(10, MINUTE, DAILY)))
                .containsExactly(
                        "RateLimit: \"minute\";r=30;t=90",
                        "RateLimit-Policy: \"minute\";q=40;w=120, \"daily\";q=1000;w=86400");
        assertThat(written(dialect, call(40, MINUTE)))
                .containsExactly("RateLimit: \"minute\";r=0;t=3", "RateLimit-Policy: \"minute\";q=40;w=120");
        assertThat(written(dialect, call(41, MINUTE))).contains("RateLimit: \"minute\";r=0;t=3");
    }
}
