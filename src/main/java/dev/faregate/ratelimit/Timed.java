package dev.faregate.ratelimit;

/** What is waited for no longer than a deadline. */
interface Timed {

    long sinceNanos();

    boolean isDone();

    /** Ends it: the deadline has passed. */
    void expire();

    /** Ends it before, if that {@link #mayEndEarly}. */
    void endEarly();

    /** Whether it may be ended early while the store is silent. */
    boolean mayEndEarly();
}
