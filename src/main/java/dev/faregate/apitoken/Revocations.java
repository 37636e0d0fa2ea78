package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.revocation.RevocationTarget;
import java.time.InstantSource;

/** Revokes API tokens. Who listens is told after the store has done it. Safe for use by many threads. */
final class Revocations {

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final Secrets secrets;
    private final Authentication authentication;
    private final ApiTokenListener listener;

    Revocations(TokenIssuerBuilder settings, Secrets secrets, Authentication authentication) {
        this.store = settings.store;
        this.clock = settings.clock;
        this.secrets = secrets;
        this.authentication = authentication;
        this.listener = settings.listener;
    }

    boolean revoke(String id) {
        if (secrets.match(id)) {
            throw new IllegalArgumentException("id: a text of the shape of a secret (expected: the public id)");
        }
        ApiToken revoked = store.revoke(id, clock.instant());
        if (revoked != null) {
            listener.revoked(revoked);
        }
        return revoked != null;
    }

    void revokeAll(RevocationTarget target) {
        store.revokeAll(target);
        listener.allRevoked(target);
    }

    SecretRevocation revokeLeaked(String found) {
        SecretRevocation revocation = revokeBySecret(found);
        if (revocation instanceof SecretRevocation.ApiTokenRevoked whole) {
            listener.leaked(whole.apiToken());
        } else if (revocation instanceof SecretRevocation.FormerSecretRevoked part) {
            listener.leaked(part.apiToken());
        }
        return revocation;
    }

    SecretRevocation revokeBySecret(String secret) {
        Found live = authentication.live(secret, TokenIssuer.NO_CLIENT);
        if (live == null) {
            return new SecretRevocation.NotLive();
        }
        ApiToken apiToken = live.apiToken();
        if (live.worksUntil() == null) {
            return revoke(apiToken.id())
                    ? new SecretRevocation.ApiTokenRevoked(apiToken)
                    : new SecretRevocation.NotLive();
        }
        for (SecretDigest digest : secrets.digests(secret)) {
            ApiToken left = store.revokeFormer(digest, clock.instant());
            if (left != null) {
                listener.formerSecretRevoked(left);
                return new SecretRevocation.FormerSecretRevoked(left);
            }
        }
        return new SecretRevocation.NotLive();
    }
}
