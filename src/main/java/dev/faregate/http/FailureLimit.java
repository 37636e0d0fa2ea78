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

    /** The answer to a client that may guess no more for now, or null if it may, as far as is known to all nodes. */
    @Nullable
    Decision exhausted(RequestView request) {
        String client = addresses.of(request);
        return client == null ? null : denial(request, client, failures.peek(client, 1));
    }

    /** The same as far as is known here, so that no request waits for it. */
    @Nullable
    Decision exhaustedHere(RequestView request) {
        String client = addresses.of(request);
        if (client == null || failures.allowsHere(client, 1)) {
            return null;
        }
        return denial(request, client, failures.peekHere(client, 1));
    }

    /** Counts a rejected credential, if it was a guess; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request, RejectionReason reason) {
        return GUESSES.contains(reason) ? count(request) : null;
    }

    /** Counts a guess; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request) {
        String client = addresses.of(request);
        return client == null ? null : denial(request, client, failures.take(client));
    }

    private @Nullable Decision denial(RequestView request, String client, Decision decision) {
        if (decision.allowed()) {
            return null;
        }
        addresses.noticeExhausted(client, request);
        return decision;
    }
}
