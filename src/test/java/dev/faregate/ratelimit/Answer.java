package dev.faregate.ratelimit;

/** All that a {@link Decision} says, to compare it with what it should say. */
record Answer(
        boolean allowed, Outcome outcome, Limit limit, long remaining, long retryAfterNanos, long resetAfterNanos) {

    static Answer of(Decision decision) {
        return new Answer(
                decision.allowed(),
                decision.outcome(),
                decision.limit(),
                decision.remaining(),
                decision.retryAfterNanos(),
                decision.resetAfterNanos());
    }
}
