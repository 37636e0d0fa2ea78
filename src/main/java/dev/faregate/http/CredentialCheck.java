package dev.faregate.http;

import dev.faregate.http.CredentialReader.Found;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a credential by the authenticators that recognize it, each only where its kind may stand.
 *
 * @param accepted the kinds that are accepted
 * @param known kinds that are good elsewhere
 * @param sources where a kind may stand; a kind that is left out may stand anywhere
 */
record CredentialCheck(
        List<Authenticator> accepted, List<Authenticator> known, Map<CredentialKind, Set<CredentialSource>> sources) {

    /**
     * What came of a credential.
     *
     * @param verification what it proves, or why it is rejected
     * @param kind the kind that its shape tells; null if it tells none
     */
    record Outcome(
            Verification<Principal> verification, @Nullable CredentialKind kind) {}

    Outcome check(Found.One credential) {
        Outcome last = null;
        for (Authenticator authenticator : accepted) {
            if (authenticator.recognizes(credential.text())) {
                last = new Outcome(verify(authenticator, credential), authenticator.kind());
                if (last.verification() instanceof Verification.Accepted) {
                    return last;
                }
            }
        }
        if (last != null) {
            return last;
        }
        for (Authenticator authenticator : known) {
            if (authenticator.recognizes(credential.text())) {
                return new Outcome(Verification.rejected(RejectionReason.WRONG_KIND), authenticator.kind());
            }
        }
        return new Outcome(Verification.rejected(closestReason(credential)), null);
    }

    /** Tells a token signed under a key that is not ours, left over from before a restart, say, from junk. */
    private RejectionReason closestReason(Found.One credential) {
        for (Authenticator authenticator : accepted) {
            if (authenticator.authenticate(credential.text()) instanceof Verification.Rejected<Principal> rejected
                    && rejected.reason() != RejectionReason.MALFORMED) {
                return rejected.reason();
            }
        }
        return RejectionReason.MALFORMED;
    }

    private Verification<Principal> verify(Authenticator authenticator, Found.One credential) {
        Set<CredentialSource> allowed = sources.get(authenticator.kind());
        return allowed == null || allowed.contains(credential.source())
                ? authenticator.authenticate(credential.text())
                : Verification.rejected(RejectionReason.WRONG_KIND);
    }
}
