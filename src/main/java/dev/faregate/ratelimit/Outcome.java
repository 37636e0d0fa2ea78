package dev.faregate.ratelimit;

/** What the limits say to a call, whether or not they are enforced. */
public enum Outcome {
    /** The permits are there. */
    ALLOWED,
    /** The permits are not there yet: wait for {@link Decision#retryAfter()}. */
    DENIED,
    /** More permits than the bucket ever holds: no waiting helps. */
    NEVER
}
