package dev.faregate.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Makes decisions of packed answers.
 *
 * @param listener hears of those that are told; null if nobody does
 * @param shadow whether all are let through
 */
record Decisions(@Nullable RateLimitListener listener, boolean shadow) {

    Decision of(Limits limits, long permits, long answer, DecidedBy decidedBy) {
        return new Decision(limits, answer, permits, shadow, decidedBy);
    }

    /** Tells the listener, too. */
    Decision told(String endpoint, String caller, Limits limits, long permits, long answer, DecidedBy decidedBy) {
        if (listener != null) {
            // Made once more: what a listener may keep is allocated, and the caller's own answer shall not be.
            tell(listener, endpoint, caller, of(limits, permits, answer, decidedBy));
        }
        return of(limits, permits, answer, decidedBy);
    }

    private static void tell(RateLimitListener listener, String endpoint, String caller, Decision decision) {
        if (decision.outcome() == Outcome.ALLOWED) {
            listener.allowed(endpoint, caller, decision);
        } else {
            listener.denied(endpoint, caller, decision);
        }
    }
}
