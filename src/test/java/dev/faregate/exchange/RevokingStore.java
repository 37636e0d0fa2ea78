package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.identity.Permission;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The store in memory, with a revocation that strikes at the worst moment: right after a look-up that found the API token. */
final class RevokingStore implements ApiTokenStore {

    private final InstantSource clock;
    private final ApiTokenStore store;
    boolean revokeAfterLookUp;

    RevokingStore(InstantSource clock) {
        this.clock = clock;
        this.store =
                ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    }

    @Override
    public @Nullable ApiToken findByDigest(SecretDigest digest) {
        ApiToken found = store.findByDigest(digest);
        if (revokeAfterLookUp && found != null) {
            store.revoke(found.id(), clock.instant());
        }
        return found;
    }

    @Override
    public RevocationLog revocationLog() {
        return store.revocationLog();
    }

    @Override
    public Insertion insert(ApiToken apiToken, SecretDigest digest, Quota quota) {
        return store.insert(apiToken, digest, quota);
    }

    @Override
    public @Nullable ApiToken find(String id) {
        return store.find(id);
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        return store.list(query);
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return store.revoke(id, at);
    }

    @Override
    public @Nullable ApiToken changePermission(String id, Permission permission) {
        return store.changePermission(id, permission);
    }
}
