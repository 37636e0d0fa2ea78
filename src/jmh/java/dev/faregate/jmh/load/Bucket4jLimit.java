package dev.faregate.jmh.load;

import dev.faregate.ratelimit.Limit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;

/** Our limits in Bucket4j's words. */
final class Bucket4jLimit {

    private Bucket4jLimit() {}

    static BucketConfiguration of(Limit limit) {
        return BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(limit.burst())
                        .refillGreedy(limit.permits(), limit.period())
                        .build())
                .build();
    }
}
