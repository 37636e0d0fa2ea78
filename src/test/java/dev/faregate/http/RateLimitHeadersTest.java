package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private static Decision taken(Limit limit) {
        RateLimiter limiter =
                RateLimiter.builder().limit(limit).clock(new ManualClock()).build();
        return limiter.take("GET /rows", "caller");
    }

    private static Map<String, String> written(RateLimitHeaders dialect, Decision decision) {
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.write(decision, headers::put);
        return headers;
    }

    @Test
    void secondsFromNowAreRoundedUp() {
        assertThat(written(RateLimitHeaders.secondsFromNow(), taken(Limit.perSecond(5))))
                .isEqualTo(Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset", "1"));
    }

    @Test
    void epochSecondsAreATime() {
        MovableClock clock = new MovableClock();
        long now = clock.instant().getEpochSecond();
        assertThat(written(RateLimitHeaders.epochSeconds(clock), taken(Limit.perMinute(500))))
                .containsEntry("X-RateLimit-Limit", "500")
                .containsEntry("X-RateLimit-Reset", Long.toString(now + 1));
    }

    @Test
    void limitIsGivenPerMinuteWhateverItsPeriod() {
        assertThat(written(RateLimitHeaders.perMinute(), taken(Limit.perSecond(5))))
                .containsEntry("X-RateLimit-Limit", "300")
                .containsEntry("X-RateLimit-Remaining", "4");
        assertThat(written(RateLimitHeaders.perMinute(), taken(Limit.of(3, Duration.ofHours(1)))))
                .containsEntry("X-RateLimit-Limit", "0");
    }
}
