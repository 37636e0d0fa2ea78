package dev.faregate.http;

import dev.faregate.ratelimit.RateLimiter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log, once for each table of endpoints that are found by path, what is guarded and open, and which limits none of the
 * endpoints has: else a misspelled one would be silently without effect. Thread-safe.
 */
final class EndpointNotice {

    private static final Logger LOGGER = LoggerFactory.getLogger(EndpointNotice.class);

    /** Bounds the memory of an application that makes a table for each request. */
    private static final int MAX_TABLES = 256;

    private final RateLimiter limiter;
    private final Set<Endpoints> noticed = ConcurrentHashMap.newKeySet();

    EndpointNotice(RateLimiter limiter) {
        this.limiter = limiter;
    }

    void notice(Endpoints endpoints) {
        if (noticed.contains(endpoints) || noticed.size() >= MAX_TABLES || !noticed.add(endpoints)) {
            return;
        }
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
