package dev.faregate.jmh;

import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.OutagePolicy;
import dev.faregate.ratelimit.RateLimiter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a decision costs while the store is down and the breaker knows it, by each outage policy. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutageBenchmark {

    /** Who decides instead of the store. */
    @Param({"LOCAL", "OPEN", "CLOSED"})
    public OutagePolicy policy;

    private EndpointLimiter limiter;

    /** Fails until the breaker opens. */
    @Setup(Level.Trial)
    public void create() {
        limiter = RateLimiter.builder()
                .limit(Limit.perSecond(1_000_000_000).whenDown(policy))
                .store(new DownStore())
                .build()
                .endpoint("GET /rows");
        for (int i = 0; i < 100; i++) {
            limiter.take("caller");
        }
        DecidedBy decidedBy = limiter.take("caller").decidedBy();
        if (decidedBy != DecidedBy.valueOf(policy.name())) {
            throw new IllegalStateException("decided by: " + decidedBy + " (expected: " + policy + ")");
        }
    }

    /**
     * One thread.
     *
     * @return the answer
     */
    @Benchmark
    @Threads(1)
    public Decision decided() {
        return limiter.take("caller");
    }

    /**
     * Two threads.
     *
     * @return the answer
     */
    @Benchmark
    @Threads(2)
    public Decision decidedForTwoThreads() {
        return limiter.take("caller");
    }

    /** Fails at once, whatever it is asked. */
    private static final class DownStore implements BucketStore, BucketStore.Buckets {

        @Override
        public Buckets open(String endpoint, Runnable overflowed) {
            return this;
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public long take(String caller, Limits limits, long permits) {
            throw new IllegalStateException("down");
        }

        @Override
        public long peek(String caller, Limits limits, long permits) {
            throw new IllegalStateException("down");
        }

        @Override
        public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
            throw new IllegalStateException("down");
        }

        @Override
        public CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
            return CompletableFuture.failedFuture(new IllegalStateException("down"));
        }
    }
}
