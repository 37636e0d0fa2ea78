package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
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
 * @param sources where a kind may stand; a kind that is left out may stand anywhere that is read
 */
record CredentialCheck(
        List<Authenticator> accepted, List<Authenticator> known, Map<CredentialKind, Set<CredentialSource>> sources) {

    /** What a credential proves, or why it is rejected. */
    Verification<Caller> check(String text, RequestView request) {
        Verification<Caller> last = null;
        for (int i = 0; i < accepted.size(); i++) {
            Authenticator authenticator = accepted.get(i);
            if (authenticator.recognizes(text)) {
                last = verify(authenticator, text, request);
                if (last instanceof Verification.Accepted) {
                    return last;
                }
            }
        }
        if (last != null) {
            return last;
        }
        return Verification.rejected(kindOf(known, text) == null ? closestReason(text) : RejectionReason.WRONG_KIND);
    }

    /** The kind that the shape of a rejected credential tells; null if it tells none. */
    @Nullable
    CredentialKind kindOf(String text) {
        CredentialKind kind = kindOf(accepted, text);
        return kind == null ? kindOf(known, text) : kind;
    }

    /** By the last that recognizes it, which was asked last as well. */
    private static @Nullable CredentialKind kindOf(List<Authenticator> authenticators, String text) {
        CredentialKind kind = null;
        for (Authenticator authenticator : authenticators) {
            if (authenticator.recognizes(text)) {
                kind = authenticator.kind();
            }
        }
        return kind;
    }

    /** Tells a token signed under a key that is not ours, left over from before a restart, say, from junk. */
    private RejectionReason closestReason(String text) {
        for (Authenticator authenticator : accepted) {
            if (authenticator.authenticate(text) instanceof Verification.Rejected<Caller> rejected
                    && rejected.reason() != RejectionReason.MALFORMED) {
                return rejected.reason();
            }
        }
        return RejectionReason.MALFORMED;
    }

    private Verification<Caller> verify(Authenticator authenticator, String text, RequestView request) {
        Set<CredentialSource> allowed = sources.get(authenticator.kind());
        return allowed == null || allowed.stream().anyMatch(source -> text.equals(source.only(request)))
                ? authenticator.authenticate(text)
                : Verification.rejected(RejectionReason.WRONG_KIND);
    }
}
