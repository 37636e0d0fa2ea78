package dev.faregate.ratelimit;

import java.time.Duration;

/**
 * What the limiter answered, with all that a client needs to behave well.
 *
 * <p>{@link Outcome#NEVER} is answered without a look at the bucket: {@code remaining} and {@code resetAfterNanos} are then
 * those of an empty one, {@code limit} the one with the smallest burst.
 *
 * <p>Of several limits on one bucket, {@code limit} is the one that bound: for a denial the one with the longest
 * {@code retryAfter}; for an admission the one with the fewest permits remaining, of equals the one that takes longest
 * to be full again. {@code remaining} and {@code resetAfterNanos} are those of that limit.
 *
 * @param allowed whether the call may go on; in shadow mode always true
 * @param outcome what the limits say; in shadow mode this alone tells of a denial
 * @param limit the limit that bound
 * @param remaining how many permits are left now; at least 0
 * @param retryAfterNanos nanoseconds until as many permits are there, if nobody else takes them: 0 if they were,
 *     {@link Long#MAX_VALUE} if they never will be; a client that waits for exactly that long is not too early
 * @param resetAfterNanos nanoseconds until the bucket is full again, if nobody takes from it; 0 if it is
 */
public record Decision(
        boolean allowed, Outcome outcome, Limit limit, long remaining, long retryAfterNanos, long resetAfterNanos) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * Whether the limits refuse what shadow mode lets through.
     *
     * @return true only in shadow mode, for what would else have been a refusal
     */
    public boolean shadow() {
        return allowed && outcome != Outcome.ALLOWED;
    }

    /**
     * How long until as many permits are there.
     *
     * @return zero if they were; for {@link Outcome#NEVER} the longest nanoseconds a {@code long} holds, about 292 years
     */
    public Duration retryAfter() {
        return Duration.ofNanos(retryAfterNanos);
    }

    /**
     * How long until the bucket is full again.
     *
     * @return zero if it is
     */
    public Duration resetAfter() {
        return Duration.ofNanos(resetAfterNanos);
    }

    /**
     * The whole seconds to wait, for a {@code Retry-After} header (RFC 9110, section 10.2.3): rounded up, so that a client
     * that obeys is never too early.
     *
     * @return 0 if the permits were there, else at least 1
     */
    public long retryAfterSeconds() {
        return wholeSeconds(retryAfterNanos);
    }

    /**
     * The whole seconds until the bucket is full again, rounded up.
     *
     * @return 0 if it is full
     */
    public long resetAfterSeconds() {
        return wholeSeconds(resetAfterNanos);
    }

    private static long wholeSeconds(long nanos) {
        return nanos / NANOS_PER_SECOND + (nanos % NANOS_PER_SECOND > 0 ? 1 : 0);
    }
}
