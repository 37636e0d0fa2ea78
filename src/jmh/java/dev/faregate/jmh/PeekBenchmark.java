package dev.faregate.jmh;

import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Looking without taking, on one caller. Of the peers, Bucket4j can; without the map that a caller would need. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeekBenchmark {

    private final EndpointLimiter endpoint =
            RateLimiter.builder().limit(Limit.perSecond(5)).build().endpoint("GET /rows");

    private final Bucket bucket = Bucket.builder()
            .addLimit(limit -> limit.capacity(5).refillGreedy(5, Duration.ofSeconds(1)))
            .withNanosecondPrecision()
            .build();

    /** Both have been used. */
    public PeekBenchmark() {
        endpoint.take("caller");
        bucket.tryConsume(1);
    }

    /**
     * Faregate.
     *
     * @return the answer
     */
    @Benchmark
    public long faregate() {
        var decision = endpoint.peek("caller", 1);
        return (decision.allowed() ? 1 : 0)
                + decision.remaining()
                + decision.retryAfterNanos()
                + decision.resetAfterNanos();
    }

    /**
     * Bucket4j.
     *
     * @return the answer
     */
    @Benchmark
    public long bucket4j() {
        var probe = bucket.estimateAbilityToConsume(1);
        return (probe.canBeConsumed() ? 1 : 0) + probe.getRemainingTokens() + probe.getNanosToWaitForRefill();
    }
}
