package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts that are kept tell of each decision what is true of it, whichever decision they were made for. */
class OneTextTest {

    /** Around the number of texts that are kept, and far beyond it. */
    private static final List<Long> BURSTS = List.of(1L, 5L, 600L, 1_023L, 1_024L, 1_025L, 600_000L);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final ManualClock clock = new ManualClock();

    @Test
    void eachDecisionIsToldWhateverWasToldBefore() {
        List<EndpointLimiter> limiters = new ArrayList<>();
        List<DecisionTexts> held = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // All of one name, as those of different endpoints may be.
            Limit limit = Limit.of(1 + random.nextInt(100), Duration.ofSeconds(1 + random.nextInt(1_000)))
                    .withBurst(BURSTS.get(random.nextInt(BURSTS.size())))
                    .named("usual");
            held.add(DraftRateLimit.DRAFT_07.texts(limit));
            held.add(DraftRateLimit.DRAFT_11.texts(limit));
            limiters.add(RateLimiter.builder().clock(clock).limit(limit).build().endpoint("GET /rows"));
        }
        for (int i = 0; i < 40_000; i++) {
            EndpointLimiter limiter = limiters.get(random.nextInt(limiters.size()));
            long burst = limiter.peek("ada", 1).limit().burst();
            Decision decision = limiter.take("ada", 1 + random.nextLong(random.nextBoolean() ? 3 : burst));
            clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            long remaining = decision.remaining();
            long window = RefillTime.effectiveWindowSeconds(decision);
            assertThat(written(DraftRateLimit.DRAFT_07, decision))
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .containsEntry("RateLimit", "limit=" + burst + ", remaining=" + remaining + ", reset=" + window);
            assertThat(written(DraftRateLimit.DRAFT_11, decision))
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .containsEntry("RateLimit", "\"usual\";r=" + remaining + ";t=" + window);
        }
        assertThat(held).hasSize(80);
    }

    @Test
    void oneTextIsMadeOnceForAllOrigins() {
        DecisionTexts one = DraftRateLimit.DRAFT_11.texts(Limit.perSecond(5));
        DecisionTexts another = DraftRateLimit.DRAFT_11.texts(Limit.perSecond(5));
        assertThat(another.first(4, 1)).isEqualTo("\"5/s\";r=4;t=1").isSameAs(one.first(4, 1));
    }

    private static Map<String, String> written(DraftRateLimit dialect, Decision decision) {
        Map<String, String> written = new LinkedHashMap<>();
        dialect.write(decision, written::put);
        return written;
    }
}
