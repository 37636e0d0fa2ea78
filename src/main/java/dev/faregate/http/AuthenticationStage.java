package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Principal;
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

    Authentication of(RequestView request, String endpoint) {
        String credential = credentials.read(request);
        if (credential == null) {
            return new Authentication.Failed(unread(request));
        }
        Decision exhausted = exhausted(request);
        if (exhausted != null) {
            return new Authentication.Failed(Problem.rateLimited(exhausted));
        }
        Verification<Principal> verification = check.check(credential, request);
        if (verification instanceof Verification.Rejected<Principal> rejected) {
            listener.rejected(endpoint, rejected.reason());
            Decision tooMany = count(request, rejected.reason());
            if (tooMany != null) {
                return new Authentication.Failed(Problem.rateLimited(tooMany));
            }
            return new Authentication.Failed(Problem.credentialInvalid(check.kindOf(credential)));
        }
        return new Authentication.Proven(verification.orElseThrow(), credential);
    }

    /** The answer to an address that may guess no more for now, or null. */
    @Nullable
    Decision exhausted(RequestView request) {
        return failures == null ? null : failures.exhaustedHere(request);
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

    private Problem unread(RequestView request) {
        return credentials.hasSeveral(request)
                ? Problem.of(Kind.CREDENTIALS_SEVERAL, "Send one credential, once.")
                : Problem.of(Kind.CREDENTIAL_MISSING, "This needs a credential: " + credentials.places());
    }
}
