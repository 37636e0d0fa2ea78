package dev.faregate.ratelimit;

/** Who gave an answer. */
public enum DecidedBy {
    /** The {@link BucketStore}, or this process from what the store said: exact. */
    STORE,
    /** A bucket of this process, because the store did not answer: {@link OutagePolicy#LOCAL}. */
    LOCAL,
    /** Nobody, because the store did not answer: {@link OutagePolicy#OPEN}. */
    OPEN,
    /** Nobody, because the store did not answer: {@link OutagePolicy#CLOSED}. */
    CLOSED
}
