package dev.faregate.http;

import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * What stands for both stages at an open endpoint: takes a permit for the client's address and the endpoint.
 *
 * @param failures limits guesses; null for no limit
 */
record OpenStage(
        RateLimiter limiter,
        ClientAddress addresses,
        @Nullable FailureLimit failures) {

    /** No owner's id has a control character, so that no caller has the bucket of an address. */
    private static final char NO_CALLER = '\t';

    /** The first refusal, or else what admits. */
    Decision decide(RequestView request, Access.Open access, String limitName) {
        if (access == Access.Open.TO_SIGN_IN && failures != null) {
            Decision exhausted = failures.exhausted(request);
            if (exhausted != null) {
                return exhausted;
            }
        }
        String client = addresses.of(request);
        Decision decision = limiter.take(limitName, NO_CALLER + String.valueOf(client));
        if (!decision.allowed() && client != null) {
            addresses.noticeExhausted(client, request);
        }
        return decision;
    }
}
