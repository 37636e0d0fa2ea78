package dev.faregate.ratelimit;

/**
 * Hears what the limiter answered. Called on the caller's thread, before the caller has its answer: implementations are
 * quick, safe for use by many threads, and do not throw. Peeking is not reported.
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
     * There is no room for another bucket: the caller's call was answered by the bucket that all such callers share.
     *
     * @param endpoint the endpoint
     */
    default void overflowed(String endpoint) {}
}
