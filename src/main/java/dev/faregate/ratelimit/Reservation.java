package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Permits taken ahead of time: use them after {@link #delay()}, or give them back. Reserving is first come, first served: each
 * reservation owns its own place in time. Safe for use by many threads.
 */
public final class Reservation {

    private final Decision decision;
    private final BucketStore.Grant grant;
    private final long delayNanos;
    private boolean open;

    Reservation(Decision decision, BucketStore.Grant grant, long delayNanos) {
        this.decision = decision;
        this.grant = grant;
        this.delayNanos = delayNanos;
        this.open = decision.outcome() == Outcome.ALLOWED;
    }

    /**
     * The answer, as of when it was asked for. For a denial nothing was taken, and {@code retryAfter} tells how long the
     * call would have had to wait.
     *
     * @return the answer
     */
    public Decision decision() {
        return decision;
    }

    /**
     * How long to wait before using the permits.
     *
     * @return nanoseconds from when it was asked for; 0 if they are there, or were denied
     */
    public long delayNanos() {
        return delayNanos;
    }

    /**
     * How long to wait before using the permits.
     *
     * @return from when it was asked for; zero if they are there, or were denied
     */
    public Duration delay() {
        return Duration.ofNanos(delayNanos);
    }

    /**
     * Gives back what was not used, once. What time has refilled by now is not given back a second time, nor what was taken
     * before the bucket was forgotten or its limits changed: all other calls see at least as much taken as if this
     * reservation had never been.
     *
     * @return whether anything was given back
     */
    public synchronized boolean refund() {
        boolean first = open;
        open = false;
        return first && grant.refund();
    }

    /**
     * Gives back what was not used, as {@link #refund} does, without blocking the thread that calls.
     *
     * @return whether anything was given back, sooner or later
     */
    public CompletionStage<Boolean> refundAsync() {
        boolean first;
        synchronized (this) {
            first = open;
            open = false;
        }
        return first ? grant.refundAsync() : CompletableFuture.completedStage(false);
    }
}
