package dev.faregate.http;

import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log, once for each table of endpoints that are found by path, what is guarded and open, and which limits none of the
 * endpoints has: else a misspelled one would be silently without effect.
 */
final class EndpointNotice {

    private static final Logger LOGGER = LoggerFactory.getLogger(EndpointNotice.class);

    private final RateLimiter limiter;
    private volatile @Nullable Endpoints noticed;

    EndpointNotice(RateLimiter limiter) {
        this.limiter = limiter;
    }

    void notice(Endpoints endpoints) {
        if (noticed == endpoints) {
            return;
        }
        noticed = endpoints;
        RouteInventory.byPath(endpoints).check();
        List<String> names = Stream.concat(
                        endpoints.all().stream().map(Endpoint::limitName), Stream.of(RequestCheck.UNMATCHED_NAME))
                .toList();
        List<String> unused = limiter.rules().patternsWithout(names);
        if (!unused.isEmpty()) {
            LOGGER.warn("limits for {} apply to none of the endpoints {}; are they misspelled?", unused, names);
        }
    }
}
