package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
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
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are kept say of each decision what they would if they were made for it. */
class KeptLinesTest {

    /** More limits than are kept, so that they come and go; their numbers are small, large, and at the border of what is cached. */
    private static final int MANY_LIMITS = 1_000;

    private static final List<Long> BURSTS = List.of(1L, 5L, 600L, 16_383L, 16_384L, 16_385L, 600_000L, 10_000_000L);

    private final MovableClock time = new MovableClock();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private LimitDialect dialect(String name) {
        return (LimitDialect)
                switch (name) {
                    case "seconds" -> RateLimitHeaders.secondsFromNow();
                    case "epoch" -> RateLimitHeaders.epochSeconds(time);
                    case "per minute" -> RateLimitHeaders.perMinute();
                    case "06" -> RateLimitHeaders.draft06();
                    case "07" -> RateLimitHeaders.draft07();
                    default -> RateLimitHeaders.draft11();
                };
    }

    @ParameterizedTest
    @ValueSource(strings = {"seconds", "epoch", "per minute", "06", "07", "11"})
    void keptLinesAreThoseOfTheirOwnDecision(String name) {
        LimitDialect dialect = dialect(name);
        KeptLines kept = new KeptLines(dialect, new ResponseHeaders.Lines().headers());
        ManualClock clock = new ManualClock();
        List<EndpointLimiter> limiters = new ArrayList<>();
        for (int i = 0; i < MANY_LIMITS; i++) {
            Limit first = someLimit("a");
            // Of some, the limit that binds is the same and the others are not.
            List<Limit> limits = random.nextBoolean() ? List.of(first) : List.of(first, someLimit("b"));
            limiters.add(limiter(clock, limits.toArray(Limit[]::new)));
            limiters.add(limiter(clock, first));
        }
        for (int i = 0; i < 20_000; i++) {
            EndpointLimiter limiter = limiters.get(random.nextInt(random.nextBoolean() ? limiters.size() : 8));
            Decision decision = limiter.take("ada");
            clock.advance(Duration.ofMillis(random.nextInt(300)));
            time.advance(Duration.ofMillis(random.nextInt(300)));
            Map<String, String> written = new LinkedHashMap<>();
            dialect.write(decision, written::put);
            assertThat(headers(kept, dialect, decision).asMap())
                    .as("decision %s: %s, seed %s", i, decision, seed)
                    .isEqualTo(written);
        }
    }

    private Limit someLimit(String name) {
        long burst = BURSTS.get(random.nextInt(BURSTS.size()));
        return Limit.of(1 + random.nextInt(1_000), Duration.ofSeconds(1 + random.nextInt(100)))
                .withBurst(burst)
                .named(name);
    }

    private static EndpointLimiter limiter(ManualClock clock, Limit... limits) {
        return RateLimiter.builder().clock(clock).limit(limits).build().endpoint("GET /rows");
    }

    private static ResponseHeaders headers(KeptLines kept, LimitDialect dialect, Decision decision) {
        return kept.headers(decision.limit(), decision.limits(), decision.remaining(), dialect.reset(decision));
    }

    @Test
    void equalLimitsShareTheirLines() {
        KeptLines kept = new KeptLines(dialect("11"), new ResponseHeaders.Lines().headers());
        List<Limit> limits = List.of(Limit.perSecond(5), Limit.perDay(1_000));
        List<Limit> equal = List.of(Limit.perSecond(5), Limit.perDay(1_000));
        assertThat(kept.of(equal.get(0), equal)).isSameAs(kept.of(limits.get(0), limits));
        assertThat(kept.of(limits.get(1), limits)).isNotSameAs(kept.of(limits.get(0), limits));
        List<Limit> others = List.of(Limit.perSecond(5), Limit.perDay(2_000));
        assertThat(kept.of(others.get(0), others)).isNotSameAs(kept.of(limits.get(0), limits));
        assertThat(kept.of(limits.get(0), limits.subList(0, 1))).isNotSameAs(kept.of(limits.get(0), limits));
    }

    @Test
    void fiftyLimitsInTurnAreKept() {
        assertFiftyInTurnAreKept(permits -> List.of(Limit.perMinute(permits)));
    }

    @Test
    void fiftyPlansInTurnAreKeptThoughOneLimitOfThemAllBinds() {
        assertFiftyInTurnAreKept(permits -> List.of(Limit.perSecond(5), Limit.perDay(permits)));
    }

    /** Which limits meet at one place is another in each process: so of eight times fifty, a few may be made anew. */
    private void assertFiftyInTurnAreKept(LongFunction<List<Limit>> limitsOf) {
        int known = 0;
        for (int round = 0; round < 8; round++) {
            KeptLines kept = new KeptLines(dialect("seconds"), new ResponseHeaders.Lines().headers());
            List<List<Limit>> fifty = LongStream.rangeClosed(1, 50)
                    .map(permits -> permits + 1_000L * random.nextInt(1_000))
                    .mapToObj(limitsOf)
                    .toList();
            List<Object> first = new ArrayList<>();
            fifty.forEach(limits -> first.add(kept.of(limits.get(0), limits)));
            for (int i = 0; i < fifty.size(); i++) {
                known += kept.of(fifty.get(i).get(0), fifty.get(i)) == first.get(i) ? 1 : 0;
            }
        }
        assertThat(known).as("of 400, seed %s", seed).isGreaterThan(385);
    }

    @Test
    void theTimeOfAResetFollowsTheClock() {
        KeptLines kept = new KeptLines(dialect("epoch"), new ResponseHeaders.Lines().headers());
        EndpointLimiter limiter = limiter(new ManualClock(), Limit.perHour(60));
        time.advance(Duration.ofMillis(750));
        long second = time.instant().getEpochSecond();
        assertThat(headers(kept, dialect("epoch"), limiter.take("ada")).get("X-RateLimit-Reset"))
                .isEqualTo("" + (second + 60));
        time.advance(Duration.ofMillis(1));
        assertThat(headers(kept, dialect("epoch"), limiter.take("ada")).get("X-RateLimit-Reset"))
                .isEqualTo("" + (second + 121));
        time.advance(Duration.ofMillis(999));
        assertThat(headers(kept, dialect("epoch"), limiter.take("ada")).get("X-RateLimit-Reset"))
                .isEqualTo("" + (second + 181));
    }
}
