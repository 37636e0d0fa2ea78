package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first stage: finds the request's credential and authenticates it, unless its sender's address has guessed too often.
 *
 * @param credentials finds the credential
 * @param failures limits guesses; null for no limit
 * @param check authenticates the credential
 * @param addresses tells the client of a request
 * @param cors allows other origins; null if no rules were given
 */
record AuthenticationStage(
        CredentialReader credentials,
        @Nullable FailureLimit failures,
        CredentialCheck check,
        ClientAddress addresses,
        @Nullable Cors cors) {

    /** The one credential of a request; null if it has none, or several. */
    CredentialReader.@Nullable Read credential(RequestView request) {
        return credentials.read(request);
    }

    /** Whether another site made a browser send this, see {@link CredentialSource#cookie}. */
    boolean isCrossSite(CredentialSource source, RequestView request) {
        return source.refusesCrossSite() && CrossSite.changesFromElsewhere(request, cors);
    }

    /** The texts of a request that have the shape of credentials of this service, good or not. */
    List<String> recognized(RequestView request) {
        return credentials.all(request).stream()
                .filter(sent -> check.kindOf(sent.credential()) != null)
                .map(CredentialReader.Sent::text)
                .toList();
    }

    /** What a request without the one credential is told. */
    Problem unread(RequestView request) {
        return credentials.unread(request);
    }

    /** The answer to an address that may guess no more for now, or null. */
    @Nullable
    Decision exhausted(RequestView request) {
        return failures == null ? null : failures.exhaustedHere(request);
    }

    /** Goes on with what a credential proves, or why not. */
    Step verify(String credential, RequestView request, Function<Verification<Caller>, Step> next) {
        return check.check(credential, addresses.of(request), request, next);
    }

    /** What the sender of a rejected credential is told. */
    Problem invalid(String credential) {
        return Problem.credentialInvalid(check.kindOf(credential));
    }

    /** Whether counting failed credentials may block. */
    boolean countingBlocks() {
        return failures != null && failures.blocks();
    }

    /** Counts a rejected credential against its sender's address, if it was a guess; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request, RejectionReason reason) {
        return failures == null || !FailureLimit.counts(reason) ? null : failures.count(request);
    }

    /** Counts a guess at what a handler has checked by itself; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request) {
        return failures == null ? null : failures.count(request);
    }
}
