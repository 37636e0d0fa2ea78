package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The first stage: finds the request's credential and authenticates it, unless its sender's address has guessed too often.
 *
 * @param credentials finds the credential
 * @param failures limits guesses; null for no limit
 * @param check authenticates the credential
 * @param listener hears why one is rejected
 */
record AuthenticationStage(
        CredentialReader credentials, @Nullable FailureLimit failures, CredentialCheck check, GuardListener listener) {

    /** The one credential of a request; null if it has none, or several. */
    @Nullable
    String credential(RequestView request) {
        return credentials.read(request);
    }

    /** What a request without the one credential is told. */
    Problem unread(RequestView request) {
        return credentials.hasSeveral(request)
                ? Problem.of(Kind.CREDENTIALS_SEVERAL, "Send one credential, once.")
                : Problem.of(Kind.CREDENTIAL_MISSING, "This needs a credential: " + credentials.places());
    }

    /** The answer to an address that may guess no more for now, or null. */
    @Nullable
    Decision exhausted(RequestView request) {
        return failures == null ? null : failures.exhaustedHere(request);
    }

    /** What a credential proves, or why not. */
    Verification<Caller> verify(String credential, RequestView request) {
        return check.check(credential, request);
    }

    /** Tells the listener of a rejected credential, counts it, and says what its sender is told. */
    Problem problem(Endpoint endpoint, String credential, RequestView request, RejectionReason reason) {
        listener.rejected(endpoint.toString(), reason);
        Decision tooMany = count(request, reason);
        return tooMany == null ? Problem.credentialInvalid(check.kindOf(credential)) : Problem.rateLimited(tooMany);
    }

    /** Counts a rejected credential against its sender's address, if it was a guess; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request, RejectionReason reason) {
        return failures == null ? null : failures.count(request, reason);
    }

    /** Counts a guess at what a handler has checked by itself; the answer to one too many, or null. */
    @Nullable
    Decision count(RequestView request) {
        return failures == null ? null : failures.count(request);
    }
}
