package dev.faregate.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where buckets are kept. A store owns atomicity: each of its operations happens at one instant, for whole
 * {@link Limits}, whatever else runs. Implementations are safe for use by many threads.
 *
 * <p>A store across a network just asks, and throws if it cannot: deadlines, outages and the bound on calls under way are the
 * limiter's concern, see {@link StoreGuard}.
 */
public interface BucketStore {

    /**
     * Opens the buckets of one endpoint. A limiter opens each endpoint once.
     *
     * @param endpoint the endpoint
     * @param overflowed to run whenever a call is answered by a bucket that it shares for want of room
     * @return the buckets
     */
    Buckets open(String endpoint, Runnable overflowed);

    /**
     * Opens the buckets of one endpoint for one kind of keys. A limiter opens each once. By default they are the buckets of an endpoint
     * of another name for each kind.
     *
     * @param endpoint the endpoint
     * @param space the kind of keys
     * @param overflowed to run whenever a call is answered without a bucket of its own for want of room
     * @return the buckets
     */
    default Buckets open(String endpoint, KeySpace space, Runnable overflowed) {
        return open(space.nameOf(endpoint), overflowed);
    }

    /**
     * Whether the asynchronous operations block the thread that calls them, as they do where a store does not override them.
     * The limiter then calls them on a few threads of its own.
     *
     * @return false for a store whose {@code …Async} operations, on {@link Buckets} and on {@link Grant}, only send
     */
    default boolean blocks() {
        return true;
    }

    /**
     * The buckets of this process, in memory.
     *
     * @param clock their clock
     * @param maxBuckets the most buckets to keep of {@link KeySpace#IDENTIFIED}, over all endpoints; at least 1. The other kinds of keys
     *     have a quarter of as many each. Where there is no room, callers share 256 buckets for each endpoint. Only full buckets are
     *     ever forgotten
     * @return a new store
     * @throws IllegalArgumentException if {@code maxBuckets} is less than 1
     */
    static BucketStore inMemory(MonotonicClock clock, long maxBuckets) {
        return new InMemoryBucketStore(clock, maxBuckets);
    }

    /**
     * The buckets of one endpoint, by caller. Answers are packed into a {@code long}, see {@link Limits#packed}, so that they
     * need no allocation. Permits are between 1 (for a peek 0) and the smallest burst of the limits: all else is answered
     * before. An empty caller is refused, by {@code take} and {@code peek} themselves, by all others before.
     */
    interface Buckets {

        /**
         * The limits as this store counts time. All other methods are given what this one returned.
         *
         * @param limits the limits over nanoseconds
         * @return the same, or {@link Limits#micros}
         */
        default Limits counted(Limits limits) {
            return limits;
        }

        /**
         * Returns these buckets for callers of one group, see {@link EndpointLimiter#inGroup}. The buckets are the same.
         *
         * @param group the group
         * @return these by default: of interest to a store whose room is short
         */
        default Buckets inGroup(String group) {
            return this;
        }

        /**
         * Takes permits, if they are there.
         *
         * @param caller whose bucket
         * @param limits the limits it is under; other limits than last time keep the debt, counted in permits
         * @param permits how many
         * @return the packed answer
         * @throws IllegalArgumentException if the caller is empty
         */
        long take(String caller, Limits limits, long permits);

        /**
         * Tells what {@link #take} would answer, and changes nothing.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @return the packed answer
         * @throws IllegalArgumentException if the caller is empty
         */
        long peek(String caller, Limits limits, long permits);

        /**
         * Takes permits that may be there later, and can be given back.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @param maxWaitNanos how long the call is ready to wait, in nanoseconds; at least 0
         * @return the answer and the way back
         */
        Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos);

        /**
         * {@link #take} without blocking, for stores across a network.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @return the packed answer, sooner or later
         */
        default CompletionStage<Long> takeAsync(String caller, Limits limits, long permits) {
            return CompletableFuture.completedStage(take(caller, limits, permits));
        }

        /**
         * {@link #peek} without blocking, for stores across a network.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @return the packed answer, sooner or later
         */
        default CompletionStage<Long> peekAsync(String caller, Limits limits, long permits) {
            return CompletableFuture.completedStage(peek(caller, limits, permits));
        }

        /**
         * {@link #reserve} without blocking, for stores across a network.
         *
         * @param caller whose bucket
         * @param limits the limits it is under
         * @param permits how many
         * @param maxWaitNanos how long the call is ready to wait, in nanoseconds; at least 0
         * @return the answer and the way back, sooner or later
         */
        default CompletionStage<Grant> reserveAsync(String caller, Limits limits, long permits, long maxWaitNanos) {
            return CompletableFuture.completedStage(reserve(caller, limits, permits, maxWaitNanos));
        }
    }

    /** The answer to a reservation. */
    interface Grant {

        /**
         * The answer. An admission with a debt above tau is to wait for the difference.
         *
         * @return the packed answer
         */
        long answer();

        /**
         * Gives back what was not used, as far as time has not refilled it anyway, and never more. Called at most once, and
         * only for an admission.
         *
         * @return whether anything was given back
         */
        boolean refund();

        /**
         * {@link #refund} for a part: the rest was used. A grant is given back once, in whole or in part.
         *
         * @param unused how many permits; at least 1, at most those granted
         * @return whether anything was given back. A store that cannot tell the parts apart gives nothing back: time does
         */
        default boolean refund(long unused) {
            return false;
        }

        /**
         * {@link #refund()} without blocking, for stores across a network.
         *
         * @return whether anything was given back, sooner or later
         */
        default CompletionStage<Boolean> refundAsync() {
            return CompletableFuture.completedStage(refund());
        }

        /**
         * {@link #refund(long)} without blocking, for stores across a network.
         *
         * @param unused how many permits; at least 1, at most those granted
         * @return whether anything was given back, sooner or later
         */
        default CompletionStage<Boolean> refundAsync(long unused) {
            return CompletableFuture.completedStage(refund(unused));
        }

        /**
         * Who answered. Of interest to the limiter only: a store need not say so.
         *
         * @return the store
         */
        default DecidedBy decidedBy() {
            return DecidedBy.STORE;
        }
    }
}
