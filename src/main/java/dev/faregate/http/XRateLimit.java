package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * The dialects of {@code X-RateLimit-*}, which differ in what two of the numbers count.
 *
 * @param limit what counts the limit
 * @param resetOf what counts the time until the bucket is full
 * @param resetText how that is written
 */
record XRateLimit(ToLongFunction<Limit> limit, ToLongFunction<Decision> resetOf, LongFunction<String> resetText)
        implements LimitDialect, DecisionTexts {

    private static final List<String> NAMES =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    private static final BigInteger NANOS_IN_MINUTE =
            BigInteger.valueOf(Duration.ofMinutes(1).toNanos());
    private static final long NANOS_IN_SECOND = 1_000_000_000;
    private static final long NANOS_IN_MILLI = 1_000_000;

    @Override
    public void collect(Limit bound, List<Limit> limits, ResponseHeaders.Lines lines) {
        lines.accept("X-RateLimit-Limit", Long.toString(limit.applyAsLong(bound)));
        lines.acceptOwn("X-RateLimit-Remaining");
        lines.acceptOwn("X-RateLimit-Reset");
    }

    @Override
    public DecisionTexts texts(Limit bound) {
        return this;
    }

    @Override
    public long reset(Decision decision) {
        return resetOf.applyAsLong(decision);
    }

    @Override
    public String first(long remaining, long reset) {
        return SmallNumbers.text(remaining);
    }

    @Override
    public String second(long reset) {
        return resetText.apply(reset);
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    static long resetAt(Decision decision, InstantSource clock) {
        long millis = clock.millis();
        long reset = decision.resetAfterNanos();
        long rest = Math.floorMod(millis, 1_000L) * NANOS_IN_MILLI + reset % NANOS_IN_SECOND;
        long seconds = Math.floorDiv(millis, 1_000L) + reset / NANOS_IN_SECOND;
        return seconds + (rest + NANOS_IN_SECOND - 1) / NANOS_IN_SECOND;
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
