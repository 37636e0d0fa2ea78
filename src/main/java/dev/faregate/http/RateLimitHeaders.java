package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * How a decision of the rate limiter stands in the headers of an answer. The same names mean different things to different
 * services' clients, so the dialect is chosen, never guessed, and never two at once. {@code Retry-After} is not part of it: the
 * guard sends it with every refused rate. Safe for use by many threads.
 */
public interface RateLimitHeaders {

    /**
     * Writes a decision.
     *
     * @param decision the decision
     * @param headers takes each name and value
     */
    void write(Decision decision, BiConsumer<String, String> headers);

    /**
     * The names of the headers that {@link #write} writes, so that scripts in browsers can be let see them.
     *
     * @return the names
     */
    List<String> names();

    /**
     * {@code X-RateLimit-Limit} (the bucket's capacity), {@code -Remaining}, and {@code -Reset} in seconds from now until the
     * bucket is full again.
     *
     * @return the dialect
     */
    static RateLimitHeaders secondsFromNow() {
        return new XRateLimit(decision -> decision.limit().burst(), Decision::resetAfterSeconds);
    }

    /**
     * The same with {@code X-RateLimit-Reset} as a time: seconds since 1970, rounded up.
     *
     * @param clock tells the time
     * @return the dialect
     */
    static RateLimitHeaders epochSeconds(InstantSource clock) {
        return new XRateLimit(decision -> decision.limit().burst(), decision -> XRateLimit.resetAt(decision, clock));
    }

    /**
     * The same as {@link #secondsFromNow()} with {@code X-RateLimit-Limit} as requests per minute, whatever the limit's
     * period.
     *
     * @return the dialect
     */
    static RateLimitHeaders perMinute() {
        return new XRateLimit(decision -> XRateLimit.perMinute(decision.limit()), Decision::resetAfterSeconds);
    }
}
