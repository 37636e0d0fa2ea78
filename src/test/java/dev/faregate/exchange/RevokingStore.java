package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.Rotation;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    public @Nullable Found findByDigest(SecretDigest digest) {
        Found found = store.findByDigest(digest);
        if (revokeAfterLookUp && found != null) {
            store.revoke(found.apiToken().id(), clock.instant());
        }
        return found;
    }

    @Override
    public Map<SecretDigest, Found> findByDigests(Set<SecretDigest> digests) {
        Map<SecretDigest, Found> all = new HashMap<>();
        for (SecretDigest digest : digests) {
            Found found = findByDigest(digest);
            if (found != null) {
                all.put(digest, found);
            }
        }
        return all;
    }

    @Override
    public RevocationLog revocationLog() {
        return store.revocationLog();
    }

    @Override
    public Insertion insert(StoredApiToken apiToken, Quota quota) {
        return store.insert(apiToken, quota);
    }

    @Override
    public @Nullable StoredApiToken find(String id) {
        return store.find(id);
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        return store.list(query);
    }

    @Override
    public Renaming rename(String id, String name) {
        return store.rename(id, name);
    }

    @Override
    public @Nullable ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        return store.changeRights(id, permission, scopes);
    }

    @Override
    public @Nullable ApiToken changeExpiry(String id, @Nullable Instant expiresAt) {
        return store.changeExpiry(id, expiresAt);
    }

    @Override
    public Rotating rotate(String id, Rotation rotation) {
        return store.rotate(id, rotation);
    }

    @Override
    public @Nullable ApiToken revokeFormer(SecretDigest former, Instant at) {
        return store.revokeFormer(former, at);
    }

    @Override
    public @Nullable ApiToken revoke(String id, Instant at) {
        return store.revoke(id, at);
    }

    @Override
    public void revokeAll(RevocationTarget target) {
        store.revokeAll(target);
    }

    @Override
    public void noteLastUses(Map<String, Instant> lastUses) {
        store.noteLastUses(lastUses);
    }
}
