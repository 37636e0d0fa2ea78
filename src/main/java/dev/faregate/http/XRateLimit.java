package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The dialects of {@code X-RateLimit-*}, which differ in what two of the numbers count. */
final class XRateLimit implements RateLimitHeaders {

    private static final List<String> NAMES =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    private static final BigInteger NANOS_IN_MINUTE =
            BigInteger.valueOf(Duration.ofMinutes(1).toNanos());
    private static final int MOST_KEPT = 512;

    private record Kept(long numbers, ResponseHeaders lines) {}

    private final ToLongFunction<Decision> limit;
    private final ToLongFunction<Decision> reset;

    /** The lines of small numbers, which nearly all decisions have, by a hash of them: each is made once and not for each request. */
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(MOST_KEPT);

    /** With what counts the limit, and what counts the time until the bucket is full. */
    XRateLimit(ToLongFunction<Decision> limit, ToLongFunction<Decision> reset) {
        this.limit = limit;
        this.reset = reset;
    }

    @Override
    public void write(Decision decision, BiConsumer<String, String> headers) {
        write(limit.applyAsLong(decision), decision.remaining(), reset.applyAsLong(decision), headers);
    }

    private static void write(long limit, long remaining, long reset, BiConsumer<String, String> headers) {
        headers.accept("X-RateLimit-Limit", SmallNumbers.text(limit));
        headers.accept("X-RateLimit-Remaining", SmallNumbers.text(remaining));
        headers.accept("X-RateLimit-Reset", SmallNumbers.text(reset));
    }

    /** What {@link #write} writes. */
    ResponseHeaders lines(Decision decision) {
        long most = limit.applyAsLong(decision);
        long remaining = decision.remaining();
        long seconds = reset.applyAsLong(decision);
        if (!SmallNumbers.has(most) || !SmallNumbers.has(remaining) || !SmallNumbers.has(seconds)) {
            return written(most, remaining, seconds);
        }
        long numbers = (((most << SmallNumbers.BITS) + remaining) << SmallNumbers.BITS) + seconds;
        int place = (int) (most + remaining + seconds) % MOST_KEPT;
        Kept known = kept.get(place);
        if (known == null || known.numbers() != numbers) {
            known = new Kept(numbers, written(most, remaining, seconds));
            kept.setRelease(place, known);
        }
        return known.lines();
    }

    private static ResponseHeaders written(long limit, long remaining, long reset) {
        ResponseHeaders.Lines lines = new ResponseHeaders.Lines();
        write(limit, remaining, reset, lines);
        return lines.headers();
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
