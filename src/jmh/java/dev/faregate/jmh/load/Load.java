package dev.faregate.jmh.load;

import com.sun.management.OperatingSystemMXBean;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.Decision;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a target from many threads. Closed: each thread asks again as soon as it is answered. Open: so many calls a second are due,
 * and each is timed from when it was due, so that a target that stalls is charged for what it kept waiting.
 */
record Load(int threads, int keys, int warmupSeconds, int seconds, long ratePerSecond) {

    /** What came of it; the time of processors is this process's alone, for one decision. */
    record Result(
            double perSecond, double p50Micros, double p99Micros, double cpuMicros, double admitted, long errors) {

        String row(String target, String work) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %,.0f | %,.0f | %.1f | %.2f | %d |",
                    work,
                    target,
                    perSecond,
                    p50Micros,
                    p99Micros,
                    cpuMicros,
                    admitted,
                    errors);
        }
    }

    private static final class Tally {
        private final Latencies latencies = new Latencies();
        private long admitted;
        private long errors;
    }

    Result run(LoadTarget target) throws Exception {
        drive(target, warmupSeconds);
        long cpuBefore = cpuNanos();
        long begun = System.nanoTime();
        List<Tally> tallies = drive(target, seconds);
        double cpu = cpuNanos() - cpuBefore;
        double elapsed = (System.nanoTime() - begun) / 1e9;
        Tally all = new Tally();
        for (Tally tally : tallies) {
            all.latencies.add(tally.latencies);
            all.admitted += tally.admitted;
            all.errors += tally.errors;
        }
        long calls = all.latencies.count() - all.errors;
        return new Result(
                calls / elapsed,
                all.latencies.micros(0.5),
                all.latencies.micros(0.99),
                cpu / 1e3 / Math.max(1, calls),
                (double) all.admitted / Math.max(1, calls),
                all.errors);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Whether a limiter admitted a call; what it decided without its store is an error here, not a fast decision. */
    static boolean decidedByStore(Decision decision) {
        if (decision.decidedBy() != DecidedBy.STORE) {
            throw new IllegalStateException("decided by: " + decision.decidedBy() + " (expected: STORE)");
        }
        return decision.allowed();
    }

    private List<Tally> drive(LoadTarget target, int forSeconds) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            long end = begun + forSeconds * 1_000_000_000L;
            SplittableRandom seeds = new SplittableRandom(1);
            List<Callable<Tally>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                SplittableRandom random = seeds.split();
                int thread = i;
                tasks.add(() -> drive(target, random, begun, end, thread));
            }
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> tally : pool.invokeAll(tasks)) {
                tallies.add(tally.get());
            }
            return tallies;
        } finally {
            pool.shutdown();
        }
    }

    private Tally drive(LoadTarget target, SplittableRandom random, long begun, long end, int thread) {
        Tally tally = new Tally();
        long between = ratePerSecond == 0 ? 0 : threads * 1_000_000_000L / ratePerSecond;
        long due = begun + between * thread / threads;
        while (System.nanoTime() - end < 0) {
            if (between == 0) {
                due = System.nanoTime();
            } else {
                due += between;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            try {
                tally.admitted += target.decide("key" + random.nextInt(keys)) ? 1 : 0;
            } catch (Exception e) {
                tally.errors++;
            }
            tally.latencies.add(System.nanoTime() - due);
        }
        return tally;
    }
}
