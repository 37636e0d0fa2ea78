package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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

    /** Goes on with what a credential proves, or why it is rejected. */
    Step check(String text, String client, RequestView request, Function<Verification<Caller>, Step> next) {
        return check(text, client, request, next, 0, null);
    }

    /** By each authenticator from an index on that recognizes it, until one accepts it; the last of them says why none does. */
    private Step check(
            String text,
            String client,
            RequestView request,
            Function<Verification<Caller>, Step> next,
            int from,
            @Nullable Verification<Caller> last) {
        for (int i = from; i < accepted.size(); i++) {
            Authenticator authenticator = accepted.get(i);
            if (authenticator.recognizes(text)) {
                int following = i + 1;
                Function<Verification<Caller>, Step> answered =
                        verification -> verification instanceof Verification.Accepted
                                ? next.apply(verification)
                                : check(text, client, request, next, following, verification);
                return mayStandHere(authenticator, text, request)
                        ? new Step.Authenticate(authenticator, text, client, answered)
                        : answered.apply(Verification.rejected(RejectionReason.WRONG_KIND));
            }
        }
        if (last != null) {
            return next.apply(last);
        }
        return kindOf(known, text) == null
                ? closestReason(text, client, next, 0)
                : next.apply(Verification.rejected(RejectionReason.WRONG_KIND));
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
    private Step closestReason(String text, String client, Function<Verification<Caller>, Step> next, int from) {
        if (from == accepted.size()) {
            return next.apply(Verification.rejected(RejectionReason.MALFORMED));
        }
        return new Step.Authenticate(
                accepted.get(from),
                text,
                client,
                verification -> verification instanceof Verification.Rejected<Caller> rejected
                                && rejected.reason() != RejectionReason.MALFORMED
                        ? next.apply(rejected)
                        : closestReason(text, client, next, from + 1));
    }

    private boolean mayStandHere(Authenticator authenticator, String text, RequestView request) {
        Set<CredentialSource> allowed = sources.get(authenticator.kind());
        return allowed == null || allowed.stream().anyMatch(source -> source.holds(text, request));
    }
}
