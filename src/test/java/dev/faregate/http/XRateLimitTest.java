package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class XRateLimitTest {

    /** Numbers that share a place, that are kept, and that are too large for it. */
    private static final List<Long> BURSTS = List.of(1L, 5L, 6L, 517L, 16_383L, 16_384L, 1_000_000L);

    static Stream<RateLimitHeaders> dialects() {
        return Stream.of(
                RateLimitHeaders.secondsFromNow(),
                RateLimitHeaders.perMinute(),
                RateLimitHeaders.epochSeconds(() -> Instant.EPOCH.plusSeconds(3)));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void linesThatAreKeptAreThoseOfTheirOwnDecision(RateLimitHeaders dialect) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ManualClock clock = new ManualClock();
        List<EndpointLimiter> limiters = BURSTS.stream()
                .map(burst -> RateLimiter.builder()
                        .clock(clock)
                        .limit(Limit.perMinute(1 + random.nextInt(100)).withBurst(burst))
                        .build()
                        .endpoint("GET /rows"))
                .toList();
        for (int i = 0; i < 20_000; i++) {
            Decision decision = limiters.get(random.nextInt(limiters.size())).take("ada");
            clock.advance(Duration.ofMillis(random.nextInt(300)));
            Map<String, String> written = new LinkedHashMap<>();
            dialect.write(decision, written::put);
            assertThat(((XRateLimit) dialect).lines(decision).asMap())
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .isEqualTo(written);
        }
    }
}
