package dev.faregate.jmh;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.util.concurrent.RateLimiter;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.caffeine.Bucket4jCaffeine;
import io.github.bucket4j.caffeine.CaffeineProxyManager;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The peers, each with a bucket for each caller, made when first seen. */
final class Peers {

    private Peers() {}

    /** One decision about one caller; the number stands for all parts of the answer, so that none is left out. */
    interface Peer {
        long take(String caller);
    }

    /** What is measured, by the names the benchmarks use. */
    static Peer named(String name, long perSecond) {
        Supplier<Peer> peer = switch (name) {
            case "faregate" -> () -> faregate(perSecond);
            case "floor" -> () -> floor(perSecond);
            case "bucket4j+caffeine" -> () -> bucket4jOverCaffeine(perSecond);
            case "bucket4j+chm" -> () -> bucket4j(perSecond);
            case "resilience4j+chm" -> () -> resilience4j((int) perSecond);
            case "guava+chm" -> () -> guava(perSecond);
            case "failsafe+chm" -> () -> failsafe(perSecond);
            default -> throw new IllegalArgumentException("peer: " + name);
        };
        return peer.get();
    }

    /** Full answer: allowed, remaining, retry after, reset after. */
    private static Peer faregate(long perSecond) {
        EndpointLimiter endpoint = dev.faregate.ratelimit.RateLimiter.builder()
                .limit(Limit.perSecond(perSecond))
                .build()
                .endpoint("GET /rows");
        return caller -> {
            var decision = endpoint.take(caller);
            return (decision.allowed() ? 1 : 0)
                    + decision.remaining()
                    + decision.retryAfterNanos()
                    + decision.resetAfterNanos();
        };
    }

    /** No limiter, but what none can do without: a look-up, a clock, a compare-and-set. */
    private static Peer floor(long perSecond) {
        ConcurrentMap<String, AtomicLong> tats = new ConcurrentHashMap<>();
        long interval = 1_000_000_000 / perSecond;
        long tau = 1_000_000_000;
        return caller -> {
            AtomicLong known = tats.get(caller);
            AtomicLong tat =
                    known != null ? known : tats.computeIfAbsent(caller, c -> new AtomicLong(System.nanoTime()));
            long now = System.nanoTime();
            long seen = tat.get();
            long debt = Math.max(0, seen - now) + interval;
            if (debt > tau) {
                return tau - debt;
            }
            tat.compareAndSet(seen, now + debt);
            return debt;
        };
    }

    /** Full answer: consumed, remaining, nanoseconds to refill, nanoseconds to full. */
    private static Peer bucket4jOverCaffeine(long perSecond) {
        CaffeineProxyManager<String> buckets = Bucket4jCaffeine.<String>builderFor(
                        Caffeine.newBuilder().maximumSize(1_000_000))
                .build();
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        return caller -> sum(buckets.getProxy(caller, () -> configuration).tryConsumeAndReturnRemaining(1));
    }

    /** Full answer; with the nanosecond clock, as its default counts milliseconds. */
    private static Peer bucket4j(long perSecond) {
        ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
        return caller -> {
            Bucket known = buckets.get(caller);
            Bucket bucket = known != null
                    ? known
                    : buckets.computeIfAbsent(
                            caller,
                            c -> Bucket.builder()
                                    .addLimit(limit ->
                                            limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                                    .withNanosecondPrecision()
                                    .build());
            return sum(bucket.tryConsumeAndReturnRemaining(1));
        };
    }

    private static long sum(ConsumptionProbe probe) {
        return (probe.isConsumed() ? 1 : 0)
                + probe.getRemainingTokens()
                + probe.getNanosToWaitForRefill()
                + probe.getNanosToWaitForReset();
    }

    /** Only yes or no: the rest would take further calls. */
    private static Peer resilience4j(int perSecond) {
        ConcurrentMap<String, io.github.resilience4j.ratelimiter.RateLimiter> limiters = new ConcurrentHashMap<>();
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(perSecond)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(Duration.ZERO)
                .build();
        return caller -> {
            var known = limiters.get(caller);
            var limiter = known != null
                    ? known
                    : limiters.computeIfAbsent(
                            caller, c -> io.github.resilience4j.ratelimiter.RateLimiter.of(c, config));
            return limiter.acquirePermission() ? 1 : 0;
        };
    }

    /** Only yes or no. */
    private static Peer guava(long perSecond) {
        ConcurrentMap<String, RateLimiter> limiters = new ConcurrentHashMap<>();
        return caller -> {
            RateLimiter known = limiters.get(caller);
            RateLimiter limiter =
                    known != null ? known : limiters.computeIfAbsent(caller, c -> RateLimiter.create(perSecond));
            return limiter.tryAcquire() ? 1 : 0;
        };
    }

    /** Only yes or no. */
    private static Peer failsafe(long perSecond) {
        ConcurrentMap<String, dev.failsafe.RateLimiter<Object>> limiters = new ConcurrentHashMap<>();
        return caller -> {
            var known = limiters.get(caller);
            var limiter = known != null
                    ? known
                    : limiters.computeIfAbsent(
                            caller,
                            c -> dev.failsafe.RateLimiter.<Object>burstyBuilder(perSecond, Duration.ofSeconds(1))
                                    .build());
            return limiter.tryAcquirePermit() ? 1 : 0;
        };
    }
}
