package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import java.util.function.LongSupplier;

/** How long ago the database was last heard, and what to do where that is too long. */
final class Freshness {

    private final LongSupplier nanos;
    private final long maxStalenessNanos;
    private final long retryNanos;
    private final boolean askWhenStale;
    private volatile long heardAt;
    private volatile long failedAt;
    private volatile boolean failed;

    /**
     * Heard just now.
     *
     * @param nanos a clock that only runs forward
     * @param maxStalenessNanos what was heard longer ago tells nothing any more
     * @param retryNanos for how long after a failure nobody asks again
     * @param askWhenStale whether to ask then; else to refuse
     */
    Freshness(LongSupplier nanos, long maxStalenessNanos, long retryNanos, boolean askWhenStale) {
        this.nanos = nanos;
        this.maxStalenessNanos = maxStalenessNanos;
        this.retryNanos = retryNanos;
        this.askWhenStale = askWhenStale;
        this.heardAt = nanos.getAsLong();
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Notes an answer to what was asked at a time. */
    void heard(long askedAt) {
        heardAt = askedAt;
        failed = false;
    }

    boolean isFresh() {
        return nanos.getAsLong() - heardAt <= maxStalenessNanos;
    }

    /** Asks, unless that is not wanted or has just failed; true if there was an answer. */
    boolean asks(Runnable question) {
        if (!askWhenStale || (failed && nanos.getAsLong() - failedAt < retryNanos)) {
            return false;
        }
        try {
            question.run();
            return true;
        } catch (StoreUnavailableException silent) {
            failedAt = nanos.getAsLong();
            failed = true;
            return false;
        }
    }
}
