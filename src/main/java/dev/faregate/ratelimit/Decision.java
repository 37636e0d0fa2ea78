package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the limiter answered, with all that a client needs to behave well. A value: equal to any other that says the same.
 *
 * <p>{@link Outcome#NEVER} is answered without a look at the bucket: {@code remaining} and {@code resetAfterNanos} are then
 * those of an empty one, {@code limit} the one with the smallest burst.
 *
 * <p>Of several limits on one bucket, {@code limit} is the one that bound: for a denial the one with the longest
 * {@code retryAfter}; for an admission the one with the fewest permits remaining, of equals the one that takes longest
 * to be full again. {@code remaining} and {@code resetAfterNanos} are those of that limit.
 *
 * <p>A decision keeps the bare answer, and works out each part when asked for it: so it costs next to nothing to make.
 */
public final class Decision {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Limits limits;
    private final long packed;
    private final long permits;
    private final boolean shadowed;
    private final DecidedBy decidedBy;

    Decision(Limits limits, long packed, long permits, boolean shadowed, DecidedBy decidedBy) {
        this.limits = limits;
        this.packed = packed;
        this.permits = permits;
        this.shadowed = shadowed;
        this.decidedBy = decidedBy;
    }

    /**
     * Whether the call may go on.
     *
     * @return in shadow mode always true
     */
    public boolean allowed() {
        return shadowed || Limits.allows(packed);
    }

    /**
     * What the limits say.
     *
     * @return the outcome; in shadow mode this alone tells of a denial
     */
    public Outcome outcome() {
        return Limits.allows(packed) ? Outcome.ALLOWED : Limits.isNever(packed) ? Outcome.NEVER : Outcome.DENIED;
    }

    /**
     * Who decided. Always the store where buckets are in memory; for {@link Outcome#NEVER}, which needs no store, too.
     *
     * @return anybody but {@link DecidedBy#STORE} only if the store did not answer in time, see {@link StoreGuard}
     */
    public DecidedBy decidedBy() {
        return decidedBy;
    }

    /**
     * The limit that bound.
     *
     * @return one of those that hold
     */
    public Limit limit() {
        return limits.bound(packed).limit();
    }

    /**
     * All limits that hold together.
     *
     * @return one to four, {@link #limit()} among them
     */
    public List<Limit> limits() {
        return limits.all();
    }

    /**
     * How many permits are left now.
     *
     * @return at least 0
     */
    public long remaining() {
        return limits.bound(packed).remaining(limits.debt(packed, permits));
    }

    /**
     * How long until as many permits are there, if nobody else takes them. A client that waits for exactly that long is not
     * too early.
     *
     * @return nanoseconds; 0 if they were there, {@link Long#MAX_VALUE} if they never will be
     */
    public long retryAfterNanos() {
        return limits.retryAfterNanos(packed);
    }

    /**
     * How long until the bucket is full again, if nobody takes from it.
     *
     * @return nanoseconds; 0 if it is
     */
    public long resetAfterNanos() {
        return limits.bound(packed).nanos(limits.debt(packed, permits));
    }

    /**
     * Whether the limits refuse what shadow mode lets through.
     *
     * @return true only in shadow mode, for what would else have been a refusal
     */
    public boolean shadow() {
        return shadowed && !Limits.allows(packed);
    }

    /**
     * How long until as many permits are there.
     *
     * @return zero if they were; for {@link Outcome#NEVER} the longest nanoseconds a {@code long} holds, about 292 years
     */
    public Duration retryAfter() {
        return Duration.ofNanos(retryAfterNanos());
    }

    /**
     * How long until the bucket is full again.
     *
     * @return zero if it is
     */
    public Duration resetAfter() {
        return Duration.ofNanos(resetAfterNanos());
    }

    /**
     * The whole seconds to wait, for a {@code Retry-After} header (RFC 9110, section 10.2.3): rounded up, so that a client
     * that obeys is never too early.
     *
     * @return 0 if the permits were there, else at least 1
     */
    public long retryAfterSeconds() {
        return wholeSeconds(retryAfterNanos());
    }

    /**
     * The whole seconds until the bucket is full again, rounded up.
     *
     * @return 0 if it is full
     */
    public long resetAfterSeconds() {
        return wholeSeconds(resetAfterNanos());
    }

    private static long wholeSeconds(long nanos) {
        return nanos / NANOS_PER_SECOND + (nanos % NANOS_PER_SECOND > 0 ? 1 : 0);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Decision decision
                        && allowed() == decision.allowed()
                        && outcome() == decision.outcome()
                        && decidedBy == decision.decidedBy
                        && limit().equals(decision.limit())
                        && remaining() == decision.remaining()
                        && retryAfterNanos() == decision.retryAfterNanos()
                        && resetAfterNanos() == decision.resetAfterNanos());
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                allowed(), outcome(), decidedBy, limit(), remaining(), retryAfterNanos(), resetAfterNanos());
    }

    @Override
    public String toString() {
        return "Decision[allowed=" + allowed() + ", outcome=" + outcome() + ", decidedBy=" + decidedBy + ", limit="
                + limit() + ", remaining="
                + remaining() + ", retryAfterNanos=" + retryAfterNanos() + ", resetAfterNanos=" + resetAfterNanos()
                + "]";
    }
}
