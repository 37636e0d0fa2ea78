package dev.faregate.revocation;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long ago a log's store was last heard, and what to do where that is too long: for logs that are kept elsewhere. Safe for use by
 * many threads.
 */
public final class LogFreshness {

    private final LongSupplier nanos;
    private final long maxStalenessNanos;
    private final long retryNanos;
    private final boolean asksWhenStale;
    private volatile long heardAt;
    private volatile long failedAt;
    private volatile boolean failed;

    /**
     * Heard just now.
     *
     * @param nanos a clock that only runs forward, in nanoseconds
     * @param maxStaleness what was heard longer ago tells nothing any more
     * @param retry for how long after a failure nobody asks again
     * @param asksWhenStale whether to ask then; else to refuse
     */
    public LogFreshness(LongSupplier nanos, Duration maxStaleness, Duration retry, boolean asksWhenStale) {
        this.nanos = nanos;
        this.maxStalenessNanos = maxStaleness.toNanos();
        this.retryNanos = retry.toNanos();
        this.asksWhenStale = asksWhenStale;
        this.heardAt = now();
    }

    /**
     * The time to give to {@link #heard}.
     *
     * @return nanoseconds by the clock
     */
    public long now() {
        return nanos.getAsLong();
    }

    /**
     * Notes an answer.
     *
     * @param askedAt when it was asked for, see {@link #now}: the answer may be as old as that
     */
    public void heard(long askedAt) {
        heardAt = askedAt;
        failed = false;
    }

    /**
     * Whether the store was heard lately enough.
     *
     * @return false if it was silent for longer than is allowed
     */
    public boolean isFresh() {
        return now() - heardAt <= maxStalenessNanos;
    }

    /**
     * Asks, unless that is not wanted or has just failed.
     *
     * @param question asks the store, and notes that it was {@link #heard}
     * @return whether there was an answer
     */
    public boolean asks(Runnable question) {
        if (!asksWhenStale || (failed && now() - failedAt < retryNanos)) {
            return false;
        }
        try {
            question.run();
            return true;
        } catch (StoreUnavailableException silent) {
            failedAt = now();
            failed = true;
            return false;
        }
    }
}
