package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RateLimiter} depends on a store across a network without going down with it. Immutable; each method returns a
 * changed copy. What is not set here is the same for all:
 *
 * <ul>
 *   <li>A caller waits for the store no longer than the deadline. Then, or if the call fails, the limit's
 *       {@link OutagePolicy} answers, and {@link Decision#decidedBy()} says so.
 *   <li>After half of the last 20 calls failed, the store is left alone for one to two seconds, then tried by one call. It is
 *       asked by all again at most four seconds after it is back, as soon as there is a call.
 *   <li>Nobody queues without bound: so many callers wait at most, and only 20 while the store is silent. Whoever finds no
 *       room is answered by the policy at once.
 *   <li>A denial that this process can know of costs no round trip.
 *   <li>Callers that wait for the same bucket at the same time share a round trip, first come, first served.
 * </ul>
 */
public final class StoreGuard {

    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(10);
    private static final StoreGuard STANDARD = new StoreGuard(Duration.ofMillis(50), 256, 16, 0, null);

    private final Duration deadline;
    private final int mostWaiting;
    private final int threads;
    private final int leasingNodes;
    private final @Nullable RandomGenerator random;

    private StoreGuard(
            Duration deadline, int mostWaiting, int threads, int leasingNodes, @Nullable RandomGenerator random) {
        this.deadline = deadline;
        this.mostWaiting = mostWaiting;
        this.threads = threads;
        this.leasingNodes = leasingNodes;
        this.random = random;
    }

    /**
     * A deadline of 50 ms, at most 256 callers waiting, at most 16 threads for a store that blocks, no leases.
     *
     * @return what holds where nothing else is said
     */
    public static StoreGuard standard() {
        return STANDARD;
    }

    /**
     * How long a caller waits for the store.
     *
     * @param longest a millisecond to ten seconds
     * @return the changed copy
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public StoreGuard deadline(Duration longest) {
        if (longest.compareTo(SHORTEST_DEADLINE) < 0 || longest.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("store deadline: " + longest + " (expected: " + SHORTEST_DEADLINE
                    + " to " + LONGEST_DEADLINE + ")");
        }
        return new StoreGuard(longest, mostWaiting, threads, leasingNodes, random);
    }

    /**
     * How many callers may wait for the store at once, over all endpoints.
     *
     * @param most at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public StoreGuard mostWaiting(int most) {
        return new StoreGuard(deadline, positive("callers waiting for the store", most), threads, leasingNodes, random);
    }

    /**
     * How many threads may wait for a store that {@link BucketStore#blocks}: as many as it has connections is a good choice.
     * Counts for nothing with a store that does not.
     *
     * @param most at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public StoreGuard threads(int most) {
        return new StoreGuard(deadline, mostWaiting, positive("threads for the store", most), leasingNodes, random);
    }

    /**
     * Leases: for a bucket that is asked for often, this process takes more permits at once than it needs, and hands them out
     * itself for 100 ms, without a round trip. They are debited in the store at once, so in any window W all nodes together admit
     * at most {@code burst + rate * W + nodes * lease}, always; only the time of use shifts. A lease is no more than was asked
     * for in the busiest 100 ms of the last second, and no more than the store has left, divided by twice the number of nodes.
     * There is none when less than a fifth is left, nor under a limit that refills fewer than ten permits in 100 ms, nor where
     * several limits hold together. What was not used is given back.
     *
     * @param nodes how many processes share the store; at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public StoreGuard leases(int nodes) {
        return new StoreGuard(deadline, mostWaiting, threads, positive("leasing nodes", nodes), random);
    }

    /**
     * What makes nodes come back to the store at different times.
     *
     * @param source random numbers; need not be safe for use by many threads, but is then for one limiter only
     * @return the changed copy
     */
    public StoreGuard random(RandomGenerator source) {
        return new StoreGuard(deadline, mostWaiting, threads, leasingNodes, Objects.requireNonNull(source, "source"));
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: > 0)");
        }
        return value;
    }

    long deadlineNanos() {
        return deadline.toNanos();
    }

    int mostWaiting() {
        return mostWaiting;
    }

    int threads() {
        return threads;
    }

    /** 0 without leases. */
    int leasingNodes() {
        return leasingNodes;
    }

    RandomGenerator random() {
        return random == null ? new SplittableRandom() : random;
    }
}
