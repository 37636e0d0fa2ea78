package dev.faregate.demo.nocodb;

import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.http.Verdict;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Principal;

/** Whoever came with a session: an API token reads data, but handles neither API tokens nor sessions. */
final class SignedInUser {

    private SignedInUser() {}

    static Principal of(Verdict.Admitted admitted) {
        if (admitted.principal().kind() != CredentialKind.SESSION_TOKEN) {
            throw RefusedRequest.forbidden("This needs a session; an API token will not do.");
        }
        return admitted.principal();
    }
}
