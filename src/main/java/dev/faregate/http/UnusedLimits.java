package dev.faregate.http;

import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of each table of endpoints which limits none of them has: else a misspelled one would be silently without effect. */
final class UnusedLimits {

    private static final Logger LOGGER = LoggerFactory.getLogger(UnusedLimits.class);

    private final RateLimiter limiter;
    private volatile @Nullable Endpoints noticed;

    UnusedLimits(RateLimiter limiter) {
        this.limiter = limiter;
    }

    void notice(Endpoints endpoints) {
        if (noticed == endpoints) {
            return;
        }
        noticed = endpoints;
        List<String> names = Stream.concat(
                        endpoints.all().stream().map(Endpoint::limitName), Stream.of(RequestCheck.UNMATCHED_NAME))
                .toList();
        List<String> unused = limiter.rules().patternsWithout(names);
        if (!unused.isEmpty()) {
            LOGGER.warn("limits for {} apply to none of the endpoints {}; are they misspelled?", unused, names);
        }
    }
}
