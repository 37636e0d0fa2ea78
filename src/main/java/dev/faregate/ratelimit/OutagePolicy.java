package dev.faregate.ratelimit;

/** Who decides while the {@link BucketStore} does not answer in time. */
public enum OutagePolicy {
    /**
     * A bucket of this process decides, warm from what the store last said. In any window W each node admits at most
     * {@code burst + permits * W / period} beyond what the store did.
     */
    LOCAL,
    /** Calls go on. For limits that protect nobody. */
    OPEN,
    /** Calls are refused. For limits that are better exact than up. */
    CLOSED
}
