package dev.faregate.jmh;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A keyed decision: admitted, over one caller and over 100,000 in random order. Peers that only say yes or no are measured
 * doing just that, which favours them. Resilience4j counts in {@code int}, so that all admit a thousand million a second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RateLimitBenchmark {

    /** Who decides. */
    @Param({"faregate", "floor", "bucket4j+caffeine", "bucket4j+chm", "resilience4j+chm", "guava+chm", "failsafe+chm"})
    public String limiter;

    private Peers.Peer peer;

    /** Makes the limiter. */
    @Setup(Level.Trial)
    public void create() {
        peer = Peers.named(limiter, 1_000_000_000);
    }

    /**
     * All admitted.
     *
     * @param callers who calls
     * @return the answer
     */
    @Benchmark
    public long admitted(Callers callers) {
        return peer.take(callers.next());
    }
}
