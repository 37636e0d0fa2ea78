package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a decision of the rate limiter stands in the headers of an answer. The same names mean different things to different
 * services' clients, so the dialect is chosen, never guessed. {@code Retry-After} is not part of it: the guard sends it with
 * every refused rate.
 */
@FunctionalInterface
public interface RateLimitHeaders {

    /**
     * Writes a decision.
     *
     * @param decision the decision
     * @return the headers
     */
    Map<String, String> write(Decision decision);

    /**
     * {@code X-RateLimit-Limit} (the bucket's capacity), {@code -Remaining}, and {@code -Reset} in seconds from now until the
     * bucket is full again.
     *
     * @return the dialect
     */
    static RateLimitHeaders secondsFromNow() {
        return decision -> headers(decision, decision.limit().burst(), decision.resetAfterSeconds());
    }

    /**
     * The same with {@code X-RateLimit-Reset} as a time: seconds since 1970.
     *
     * @param clock tells the time
     * @return the dialect
     */
    static RateLimitHeaders epochSeconds(InstantSource clock) {
        return decision -> headers(
                decision,
                decision.limit().burst(),
                secondsUpTo(Duration.ofMillis(clock.millis()).plus(decision.resetAfter())));
    }

    /**
     * The same as {@link #secondsFromNow()} with {@code X-RateLimit-Limit} as requests per minute, whatever the limit's
     * period.
     *
     * @return the dialect
     */
    static RateLimitHeaders perMinute() {
        return decision -> headers(decision, perMinute(decision.limit()), decision.resetAfterSeconds());
    }

    private static Map<String, String> headers(Decision decision, long limit, long reset) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-RateLimit-Limit", Long.toString(limit));
        headers.put("X-RateLimit-Remaining", Long.toString(decision.remaining()));
        headers.put("X-RateLimit-Reset", Long.toString(reset));
        return headers;
    }

    private static long perMinute(Limit limit) {
        BigInteger nanosInMinute = BigInteger.valueOf(Duration.ofMinutes(1).toNanos());
        BigInteger period = BigInteger.valueOf(limit.period().toNanos());
        return BigInteger.valueOf(limit.permits())
                .multiply(nanosInMinute)
                .divide(period)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    private static long secondsUpTo(Duration duration) {
        return duration.toSeconds() + (duration.toNanosPart() > 0 ? 1 : 0);
    }
}
