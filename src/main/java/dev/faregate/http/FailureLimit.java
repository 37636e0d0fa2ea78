package dev.faregate.http;

import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often a client's address may guess. Only guesses are counted: a credential that was genuine once, and has expired
 * or was revoked, is none, or a forgotten job would lock out its whole office.
 */
final class FailureLimit {

    /** The name of the failures' buckets, which no endpoint can have. */
    static final String NAME = "failed credentials by address";

    private static final Set<RejectionReason> GUESSES = EnumSet.of(
            RejectionReason.MALFORMED,
            RejectionReason.WRONG_KIND,
            RejectionReason.UNKNOWN,
            RejectionReason.UNKNOWN_KEY,
            RejectionReason.BAD_SIGNATURE,
            RejectionReason.INVALID_CLAIMS);

    private final EndpointLimiter failures;
    private final ClientAddress addresses;

    FailureLimit(EndpointLimiter failures, ClientAddress addresses) {
        this.failures = failures;
        this.addresses = addresses;
    }

    /** The answer to a client that may guess no more for now, or null if it may. */
    @Nullable
    Decision exhausted(RequestView request) {
        String client = addresses.of(request);
        if (client == null) {
            return null;
        }
        Decision decision = failures.peek(client, 1);
        if (decision.allowed()) {
            return null;
        }
        addresses.noticeExhausted(client, request);
        return decision;
    }

    /** Counts a rejected credential, if it was a guess. */
    void count(RequestView request, RejectionReason reason) {
        if (GUESSES.contains(reason)) {
            count(request);
        }
    }

    /** Counts a guess. */
    void count(RequestView request) {
        String client = addresses.of(request);
        if (client != null) {
            failures.take(client);
        }
    }
}
