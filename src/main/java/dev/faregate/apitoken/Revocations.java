package dev.faregate.apitoken;

import dev.faregate.revocation.RevocationTarget;
import java.time.InstantSource;
import java.util.Optional;

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

    Optional<ApiToken> revokeLeaked(String found) {
        Optional<ApiToken> revoked = revokeBySecret(found);
        revoked.ifPresent(listener::leaked);
        return revoked;
    }

    Optional<ApiToken> revokeBySecret(String secret) {
        return Optional.ofNullable(authentication.live(secret)).filter(live -> revoke(live.id()));
    }
}
