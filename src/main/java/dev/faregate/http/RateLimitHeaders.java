package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
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
        return new XRateLimit(Limit::burst, Decision::resetAfterSeconds, SmallNumbers::text);
    }

    /**
     * The same with {@code X-RateLimit-Reset} as a time: seconds since 1970, rounded up.
     *
     * @param clock tells the time
     * @return the dialect
     */
    static RateLimitHeaders epochSeconds(InstantSource clock) {
        return new XRateLimit(Limit::burst, decision -> XRateLimit.resetAt(decision, clock), EpochSeconds::text);
    }

    /**
     * The same as {@link #secondsFromNow()} with {@code X-RateLimit-Limit} as requests per minute, whatever the limit's
     * period.
     *
     * @return the dialect
     */
    static RateLimitHeaders perMinute() {
        return new XRateLimit(XRateLimit::perMinute, Decision::resetAfterSeconds, SmallNumbers::text);
    }

    /**
     * {@code RateLimit-Limit}, {@code -Remaining}, {@code -Reset} and {@code -Policy} as draft-ietf-httpapi-ratelimit-headers-06
     * has them, for clients that know no newer one. {@code -Reset} is the same effective window as in {@link #draft11()}.
     *
     * @return the dialect
     */
    static RateLimitHeaders draft06() {
        return DraftRateLimit.DRAFT_06;
    }

    /**
     * {@code RateLimit: limit=5, remaining=4, reset=1} and {@code RateLimit-Policy: 5;w=1} as
     * draft-ietf-httpapi-ratelimit-headers-07 has them. Of several limits with one burst, the policy names only the first.
     *
     * @return the dialect
     */
    static RateLimitHeaders draft07() {
        return DraftRateLimit.DRAFT_07;
    }

    /**
     * {@code RateLimit: "5/s";r=4;t=1} and {@code RateLimit-Policy: "5/s";q=5;w=1} as
     * draft-ietf-httpapi-ratelimit-headers-11 of 23 May 2026 has them, the newest when this was written; the policies bear the
     * limits' names.
     *
     * <p>Of a bucket, {@code q} is the capacity, {@code w} the seconds to fill it from empty, and {@code r} the permits left.
     * {@code t} is the effective window: the seconds in which as many permits are refilled as {@code r} says are left, or, with
     * none left, until the next is there. So a client that spreads {@code r} requests over {@code t} never outruns the refill,
     * and {@code Retry-After} is not before the end of {@code t} (section 6). All are rounded up, and capped at the
     * 999,999,999,999,999 of RFC 9651. In one {@code w} a full bucket admits up to twice {@code q}, as the draft's
     * windows do.
     *
     * @return the dialect
     */
    static RateLimitHeaders draft11() {
        return DraftRateLimit.DRAFT_11;
    }
}
