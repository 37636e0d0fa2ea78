/**
 * Rate limits by endpoint and caller: exact, quick, bounded in memory.
 *
 * <p>A {@link dev.faregate.ratelimit.RateLimiter} holds the {@link dev.faregate.ratelimit.Limit limits}; a service asks
 * it once for each {@link dev.faregate.ratelimit.EndpointLimiter endpoint} and then takes permits for its callers. Each
 * {@link dev.faregate.ratelimit.Decision} says all that a client needs to behave well. The algorithm stands alone in
 * {@link dev.faregate.ratelimit.Gcra}; where the buckets are kept is up to a {@link dev.faregate.ratelimit.BucketStore}. One
 * across a network is guarded, see {@link dev.faregate.ratelimit.StoreGuard}: it may be slow or down, and the service is not.
 *
 * <p><img src="doc-files/benchmarks.svg" alt="Benchmarks beside other limiters and token libraries, million a second">
 */
@NullMarked
package dev.faregate.ratelimit;

import org.jspecify.annotations.NullMarked;
