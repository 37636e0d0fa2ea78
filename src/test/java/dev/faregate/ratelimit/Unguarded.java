package dev.faregate.ratelimit;

/** An endpoint's buckets in a store, asked each time: without deadline, outage policy and known denials. */
public final class Unguarded {

    private Unguarded() {}

    /** The endpoint's limiter over the store itself. */
    public static EndpointLimiter endpoint(BucketStore store, String endpoint, Limit... limits) {
        Limits chosen = Limits.of(limits);
        return new EndpointLimiter(
                RateLimiter.builder().build(),
                endpoint,
                store.open(endpoint, () -> {}),
                new Decisions(null, false),
                rules -> chosen);
    }
}
