package dev.faregate.jmh;

import dev.faregate.http.RateLimitHeaders;
import dev.faregate.ratelimit.Limit;
import java.time.Duration;
import java.time.InstantSource;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The dialects, and the strings that each has in an answer, made with no more than they take: first those that tell of the limit
 * alone, then those that tell how much of it is left. For one limit whose numbers are far from a {@code long}'s end.
 */
public enum HeadersByHand {
    SECONDS(RateLimitHeaders.secondsFromNow()) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume(Long.toString(limit.burst()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume(Long.toString(remaining));
            sink.consume(Long.toString(roundedUp(resetNanos, SECOND)));
        }
    },

    EPOCH(RateLimitHeaders.epochSeconds(InstantSource.system())) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume(Long.toString(limit.burst()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume(Long.toString(remaining));
            long millis = System.currentTimeMillis() + roundedUp(resetNanos, 1_000_000);
            sink.consume(Long.toString(roundedUp(millis, 1_000)));
        }
    },

    PER_MINUTE(RateLimitHeaders.perMinute()) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume(Long.toString(limit.permits() * MINUTE / limit.period().toNanos()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume(Long.toString(remaining));
            sink.consume(Long.toString(roundedUp(resetNanos, SECOND)));
        }
    },

    DRAFT_06(RateLimitHeaders.draft06()) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume(Long.toString(limit.burst()));
            sink.consume(limit.burst() + ";w=" + seconds(limit, limit.burst()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume(Long.toString(remaining));
            sink.consume(Long.toString(seconds(limit, Math.max(1, remaining))));
        }
    },

    DRAFT_07(RateLimitHeaders.draft07()) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume(limit.burst() + ";w=" + seconds(limit, limit.burst()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume("limit=" + limit.burst() + ", remaining=" + remaining + ", reset="
                    + seconds(limit, Math.max(1, remaining)));
        }
    },

    DRAFT_11(RateLimitHeaders.draft11()) {
        @Override
        void writeLimit(Limit limit, Blackhole sink) {
            sink.consume('"' + limit.name() + "\";q=" + limit.burst() + ";w=" + seconds(limit, limit.burst()));
        }

        @Override
        void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink) {
            sink.consume('"' + limit.name() + "\";r=" + remaining + ";t=" + seconds(limit, Math.max(1, remaining)));
        }
    };

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final RateLimitHeaders dialect;

    HeadersByHand(RateLimitHeaders dialect) {
        this.dialect = dialect;
    }

    /** The same as the library writes it. */
    RateLimitHeaders dialect() {
        return dialect;
    }

    /** Writes what is the same in each answer while the limit is. */
    abstract void writeLimit(Limit limit, Blackhole sink);

    /** Writes the other strings. */
    abstract void writeRest(Limit limit, long remaining, long resetNanos, Blackhole sink);

    /** How long so many permits take to be refilled; in floating point, for the product is beyond a long where a day is. */
    private static long seconds(Limit limit, long permits) {
        double nanos = (double) permits * limit.period().toNanos() / limit.permits();
        return Math.max(1, (long) Math.ceil(nanos / SECOND));
    }

    private static long roundedUp(long number, long unit) {
        return (number + unit - 1) / unit;
    }
}
