package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/**
 * The dialects of {@code X-RateLimit-*}, which differ in what two of the numbers count.
 *
 * @param limit counts the limit
 * @param reset counts the time until the bucket is full
 */
record XRateLimit(ToLongFunction<Decision> limit, ToLongFunction<Decision> reset) implements RateLimitHeaders {

    private static final List<String> NAMES =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    private static final BigInteger NANOS_IN_MINUTE =
            BigInteger.valueOf(Duration.ofMinutes(1).toNanos());

    @Override
    public void write(Decision decision, BiConsumer<String, String> headers) {
        headers.accept("X-RateLimit-Limit", SmallNumbers.text(limit.applyAsLong(decision)));
        headers.accept("X-RateLimit-Remaining", SmallNumbers.text(decision.remaining()));
        headers.accept("X-RateLimit-Reset", SmallNumbers.text(reset.applyAsLong(decision)));
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    static long resetAt(Decision decision, InstantSource clock) {
        Duration sinceEpoch = Duration.ofMillis(clock.millis()).plus(decision.resetAfter());
        return sinceEpoch.toSeconds() + (sinceEpoch.toNanosPart() > 0 ? 1 : 0);
    }

    static long perMinute(Limit limit) {
        BigInteger period = BigInteger.valueOf(limit.period().toNanos());
        return BigInteger.valueOf(limit.permits())
                .multiply(NANOS_IN_MINUTE)
                .divide(period)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
