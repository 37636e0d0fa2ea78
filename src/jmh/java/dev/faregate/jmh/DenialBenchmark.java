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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A caller far over its limit: nearly every call is denied, by one thread and by two. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DenialBenchmark {

    /** Who decides. */
    @Param({"faregate", "floor", "bucket4j+caffeine", "bucket4j+chm", "resilience4j+chm", "guava+chm", "failsafe+chm"})
    public String limiter;

    private Peers.Peer peer;

    /** Makes the limiter. */
    @Setup(Level.Trial)
    public void create() {
        peer = Peers.named(limiter, 1);
    }

    /**
     * One thread.
     *
     * @return the answer
     */
    @Benchmark
    @Threads(1)
    public long denied() {
        return peer.take("caller");
    }

    /**
     * Two threads.
     *
     * @return the answer
     */
    @Benchmark
    @Threads(2)
    public long deniedToTwoThreads() {
        return peer.take("caller");
    }
}
