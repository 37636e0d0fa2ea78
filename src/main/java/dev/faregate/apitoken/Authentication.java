package dev.faregate.apitoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells from a secret which API token is presented. Safe for use by many threads. */
final class Authentication {

    private final Secrets secrets;
    private final InstantSource clock;
    private final OwnerRights ownerRights;
    private final LastUses lastUses;
    private final ApiTokenListener listener;

    Authentication(TokenIssuerBuilder settings, Secrets secrets, LastUses lastUses) {
        this.secrets = secrets;
        this.clock = settings.clock;
        this.ownerRights = settings.ownerRights;
        this.lastUses = lastUses;
        this.listener = settings.listener;
    }

    Verification<ApiToken> authenticate(String secret) {
        Verification<ApiToken> verification = check(secret);
        if (verification instanceof Verification.Rejected<ApiToken> rejection) {
            listener.rejected(rejection.reason());
        }
        return verification;
    }

    private Verification<ApiToken> check(String secret) {
        if (!secrets.match(secret)) {
            return rejected(RejectionReason.MALFORMED);
        }
        Found found = secrets.find(secret);
        if (found == null) {
            return rejected(RejectionReason.UNKNOWN);
        }
        Instant now = clock.instant();
        RejectionReason end = end(found, now);
        if (end != null) {
            return rejected(end);
        }
        ApiToken apiToken = found.apiToken();
        Optional<OwnerRights.Rights> rights = ownerRights.of(apiToken.owner(), apiToken.resource());
        if (rights.isEmpty()) {
            return rejected(RejectionReason.OWNER_WITHOUT_RIGHTS);
        }
        lastUses.note(apiToken, now.getEpochSecond(), now.getNano());
        return accepted(apiToken.limitedTo(rights.get()).endingBy(found.worksUntil()));
    }

    /** The API token that a secret belongs to if both live, whatever its owner may do; null if not. It counts as no use. */
    @Nullable
    ApiToken live(String secret) {
        Found found = secrets.match(secret) ? secrets.find(secret) : null;
        return found == null || end(found, clock.instant()) != null ? null : found.apiToken();
    }

    /** How the API token or its secret has ended; null if both live. */
    private static @Nullable RejectionReason end(Found found, Instant now) {
        ApiToken apiToken = found.apiToken();
        if (apiToken.revokedAt() != null) {
            return RejectionReason.REVOKED;
        }
        Instant worksUntil = found.worksUntil();
        boolean expired = apiToken.expiredAt(now) || (worksUntil != null && !now.isBefore(worksUntil));
        return expired ? RejectionReason.EXPIRED : null;
    }
}
