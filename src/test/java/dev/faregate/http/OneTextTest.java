package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
        for (int i = 0; i < 40; i++) {
            // Of two names, as those of different endpoints may be; under some, the other limit binds now and then.
            Limit[] limits =
                    random.nextBoolean() ? new Limit[] {someLimit("a")} : new Limit[] {someLimit("a"), someLimit("b")};
            RateLimiter.Builder limiter = RateLimiter.builder().clock(clock).limit(limits);
            limiters.add((random.nextInt(4) == 0 ? limiter.shadow() : limiter)
                    .build()
                    .endpoint("GET /rows"));
        }
        Map<Limit, DecisionTexts> draft07 = new HashMap<>();
        Map<Limit, DecisionTexts> draft11 = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            EndpointLimiter limiter = limiters.get(random.nextInt(limiters.size()));
            Decision decision = limiter.take("ada", 1 + random.nextInt(random.nextBoolean() ? 3 : 600));
            clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            Limit limit = decision.limit();
            long left = decision.remaining();
            long window = RefillTime.effectiveWindowSeconds(decision);
            assertThat(draft07.computeIfAbsent(limit, OneTextTest::keptIn07).first(left, window))
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .isEqualTo("limit=" + limit.burst() + ", remaining=" + left + ", reset=" + window);
            assertThat(draft11.computeIfAbsent(limit, OneTextTest::keptIn11).first(left, window))
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .isEqualTo("\"" + limit.name() + "\";r=" + left + ";t=" + window);
        }
    }

    private Limit someLimit(String name) {
        return Limit.of(1 + random.nextInt(100), Duration.ofSeconds(1 + random.nextInt(1_000)))
                .withBurst(BURSTS.get(random.nextInt(BURSTS.size())))
                .named(name);
    }

    private static DecisionTexts keptIn07(Limit limit) {
        return DraftRateLimit.DRAFT_07.texts(limit).kept();
    }

    private static DecisionTexts keptIn11(Limit limit) {
        return DraftRateLimit.DRAFT_11.texts(limit).kept();
    }

    @Test
    void oneTextIsMadeOnceForAllOrigins() {
        DecisionTexts one = keptIn11(Limit.perSecond(5));
        DecisionTexts another = keptIn11(Limit.perSecond(5));
        assertThat(another.first(4, 1)).isEqualTo("\"5/s\";r=4;t=1").isSameAs(one.first(4, 1));
    }
}
