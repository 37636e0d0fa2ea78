package dev.faregate.http;

import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often a client's address may guess. Only guesses are counted: a credential that was genuine once, and has expired
 * or was revoked, is none, or a forgotten job would lock out its whole office.
 */
final class FailureLimit {

    /** The name of the failures' buckets, which no endpoint can have. */
    static final String NAME = "failed credentials by address";

    private static final Set<RejectionReason> COUNTED = EnumSet.of(
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

    /** Whether a rejected credential counts. */
    static boolean counts(RejectionReason reason) {
        return COUNTED.contains(reason);
    }

    /** Whether {@link #exhausted} and {@link #count(RequestView)} may block. */
    boolean blocks() {
        return failures.blocks();
    }

    /** The answer to a client that has failed too often for now, or null, as far as is known to all nodes. */
    @Nullable
    Decision exhausted(RequestView request) {
        return denial(request, failures.peek(addresses.of(request), 1));
    }

    /** The same as far as is known here, so that no request waits for it. */
    @Nullable
    Decision exhaustedHere(RequestView request) {
        String client = addresses.of(request);
        return failures.allowsHere(client, 1) ? null : denial(request, failures.peekHere(client, 1));
    }

    /** Counts a rejected credential; goes on with the answer to one too many, or null. */
    Step count(RequestView request, Function<@Nullable Decision, Step> next) {
        return new Step.Take(
                failures, addresses.of(request), reservation -> {}, decision -> next.apply(denial(request, decision)));
    }

    /** Counts a failed attempt; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request) {
        return denial(request, failures.take(addresses.of(request)));
    }

    private @Nullable Decision denial(RequestView request, Decision decision) {
        if (decision.allowed()) {
            return null;
        }
        addresses.noticeExhausted(request);
        return decision;
    }
}
