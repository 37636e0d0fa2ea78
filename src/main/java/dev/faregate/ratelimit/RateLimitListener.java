package dev.faregate.ratelimit;

/**
 * Hears what the limiter answered. Called on the caller's thread, before the caller has its answer (where an answer comes
 * asynchronously, on the thread that brings it): implementations are quick, safe for use by many threads, and do not throw. What one
 * throws goes to the log. Peeking is not reported. Who decided while a store was down, {@link Decision#decidedBy()} tells.
 */
public interface RateLimitListener {

    /**
     * A call was admitted.
     *
     * @param endpoint the endpoint
     * @param caller who called
     * @param decision the answer
     */
    default void allowed(String endpoint, String caller, Decision decision) {}

    /**
     * A call was refused; or, where {@link Decision#shadow()} is true, would have been.
     *
     * @param endpoint the endpoint
     * @param caller who called
     * @param decision the answer
     */
    default void denied(String endpoint, String caller, Decision decision) {}

    /**
     * There was no room for another bucket: the call was answered by a shared bucket, or, for {@link KeySpace#FAILURES}, allowed and not
     * counted.
     *
     * @param endpoint the endpoint
     */
    default void overflowed(String endpoint) {}

    /**
     * A call to a store across a network failed, or did not come back in time. Called on whichever thread learns of it.
     *
     * @param endpoint the endpoint
     * @param failure what the store threw, or a {@link java.util.concurrent.TimeoutException}
     */
    default void storeFailed(String endpoint, Throwable failure) {}

    /** So many calls failed that the store is left alone for a second or two. Until {@link #storeUp}, outage policies decide. */
    default void storeDown() {}

    /** The store answers again, and decides. */
    default void storeUp() {}
}
