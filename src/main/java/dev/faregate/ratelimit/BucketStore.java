package dev.faregate.ratelimit;

/**
 * Where buckets are kept. A store owns atomicity: each of its operations happens at one instant, for whole
 * {@link Limits}, whatever else runs. Implementations are safe for use by many threads.
 */
public interface BucketStore {

    /**
     * Opens the buckets of one endpoint. Called once for each endpoint of a limiter.
     *
     * @param endpoint the endpoint
     * @param overflowed to run whenever a call is answered by a bucket that it shares for want of room
     * @return the buckets
     */
    Buckets open(String endpoint, Runnable overflowed);

    /**
     * The buckets of this process, in memory.
     *
     * @param clock their clock
     * @param maxBuckets the most buckets to keep, over all endpoints; at least 1. At that many, calls of callers without
     *     one share one bucket for each endpoint. Only full buckets are ever forgotten
     * @return a new store
     * @throws IllegalArgumentException if {@code maxBuckets} is less than 1
     */
    static BucketStore inMemory(MonotonicClock clock, long maxBuckets) {
        return new InMemoryBucketStore(clock, maxBuckets);
    }

    /**
     * The buckets of one endpoint, by caller. Answers are packed into a {@code long}, see {@link Limits}, so that they need
     * no allocation. Permits are between 1 (for a peek 0) and the smallest burst of the limits: all else is answered before.
     */
    interface Buckets {

        /**
         * Takes permits, if they are there.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @return the packed answer
         */
        long take(String caller, Limits limits, long permits);

        /**
         * Tells what {@link #take} would answer, and changes nothing.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @return the packed answer
         */
        long peek(String caller, Limits limits, long permits);
    }
}
