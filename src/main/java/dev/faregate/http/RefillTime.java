package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Outcome;
import java.math.BigInteger;

/** How long a bucket takes to refill, in whole seconds, never too short and at least one. */
final class RefillTime {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private RefillTime() {}

    /** The time in which a bucket fills from empty. */
    static long windowSeconds(Limit limit) {
        return wholeSeconds(nanosFor(limit, limit.burst(), true));
    }

    /** The time in which as many permits are refilled as are left; with none left, until the next is there. */
    static long effectiveWindowSeconds(Decision decision) {
        // Asked for all at once: escape analysis counts a use of the decision on a path that is seldom taken, too.
        Limit limit = decision.limit();
        long remaining = decision.remaining();
        boolean denied = decision.outcome() == Outcome.DENIED;
        long retryAfterNanos = decision.retryAfterNanos();
        long resetAfterNanos = decision.resetAfterNanos();
        if (remaining > 0) {
            return wholeSeconds(nanosFor(limit, remaining, true));
        }
        return denied ? wholeSeconds(retryAfterNanos) : toNextSeconds(limit, resetAfterNanos);
    }

    private static long toNextSeconds(Limit limit, long resetAfterNanos) {
        return wholeSeconds(resetAfterNanos - nanosFor(limit, limit.burst() - 1, false));
    }

    private static long nanosFor(Limit limit, long permits, boolean roundedUp) {
        long rate = limit.permits();
        long period = limit.period().toNanos();
        // Permits are no more than the burst, whose whole time to refill is far within a long; the rest need not be.
        long whole = permits * (period / rate);
        long rest = period % rate;
        if (Math.multiplyHigh(permits, rest) == 0 && permits * rest >= 0) {
            return whole + permits * rest / rate + (roundedUp && permits * rest % rate > 0 ? 1 : 0);
        }
        BigInteger[] parts = BigInteger.valueOf(permits)
                .multiply(BigInteger.valueOf(rest))
                .divideAndRemainder(BigInteger.valueOf(rate));
        return whole + parts[0].longValueExact() + (roundedUp && parts[1].signum() > 0 ? 1 : 0);
    }

    private static long wholeSeconds(long nanos) {
        return Math.max(1, nanos / NANOS_PER_SECOND + (nanos % NANOS_PER_SECOND > 0 ? 1 : 0));
    }
}
