package dev.faregate.http;

import dev.faregate.http.CredentialCheck.Outcome;
import dev.faregate.http.CredentialReader.Found;
import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.Principal;
import dev.faregate.identity.Verification;

/** The first stage: finds the request's credential and authenticates it. */
record AuthenticationStage(CredentialReader credentials, CredentialCheck check, GuardListener listener) {

    Authentication of(RequestView request, String endpoint) {
        Found found = credentials.read(request);
        if (found instanceof Found.None) {
            return failed(Kind.CREDENTIAL_MISSING, "This needs a credential: " + credentials.places());
        }
        if (!(found instanceof Found.One credential)) {
            return failed(Kind.REQUEST_INVALID, "Send one credential, once.");
        }
        Outcome outcome = check.check(credential);
        if (outcome.verification() instanceof Verification.Accepted<Principal> accepted) {
            return new Authentication.Proven(accepted.value());
        }
        listener.rejected(endpoint, ((Verification.Rejected<Principal>) outcome.verification()).reason());
        return new Authentication.Failed(Problem.credentialInvalid(outcome.kind()));
    }

    private static Authentication failed(Kind kind, String detail) {
        return new Authentication.Failed(Problem.of(kind, detail));
    }
}
