package dev.faregate.apitoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Look-ups by digest and id take no lock; changes and listings take one. */
final class InMemoryApiTokenStore implements ApiTokenStore {

    private static final int REMEMBERED_ENDS = 10_000;

    private record Expiry(Instant at, String id) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            return at.compareTo(other.at);
        }
    }

    private final RevocationLog log;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SecretDigest, ApiToken> byDigest = new ConcurrentHashMap<>();
    private final Map<String, SecretDigest> digests = new ConcurrentHashMap<>();
    private final Map<NameScope, String> idByName = new HashMap<>();
    private final IdIndex<Owner> byOwner = new IdIndex<>();
    private final IdIndex<Resource> byResource = new IdIndex<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>();

    /** Lets a listener hear "revoked" or "expired" rather than "unknown" for a while; nothing depends on it. */
    private final Cache<SecretDigest, ApiToken> ended =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ENDS).build();

    InMemoryApiTokenStore(RevocationLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public RevocationLog revocationLog() {
        return log;
    }

    @Override
    public Insertion insert(ApiToken apiToken, SecretDigest digest, Quota quota) {
        lock.lock();
        try {
            forgetExpired();
            Insertion hindrance = hindrance(apiToken, quota);
            if (hindrance != null) {
                return hindrance;
            }
            Instant expiresAt = apiToken.expiresAt();
            if (expiresAt != null) {
                expiries.add(new Expiry(expiresAt, apiToken.id()));
            }
            byOwner.add(apiToken.owner(), apiToken.id());
            byResource.add(apiToken.resource(), apiToken.id());
            idByName.put(NameScope.of(apiToken), apiToken.id());
            digests.put(apiToken.id(), digest);
            byDigest.put(digest, apiToken);
            return Insertion.STORED;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Insertion hindrance(ApiToken apiToken, Quota quota) {
        if (idByName.containsKey(NameScope.of(apiToken))) {
            return Insertion.NAME_TAKEN;
        }
        if (byOwner.of(apiToken.owner()).size() >= quota.perOwner()) {
            return Insertion.OWNER_QUOTA_REACHED;
        }
        if (byResource.of(apiToken.resource()).size() >= quota.perResource()) {
            return Insertion.RESOURCE_QUOTA_REACHED;
        }
        return null;
    }

    @Override
    public @Nullable ApiToken findByDigest(SecretDigest digest) {
        ApiToken live = byDigest.get(digest);
        return live != null ? live : ended.getIfPresent(digest);
    }

    @Override
    public @Nullable ApiToken find(String id) {
        SecretDigest digest = digests.get(id);
        return digest == null ? null : byDigest.get(digest);
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        Instant now = clock.instant();
        lock.lock();
        try {
            List<ApiToken> page = new ArrayList<>();
            for (String id : candidates(query)) {
                ApiToken apiToken = find(id);
                if (apiToken == null || !apiToken.liveAt(now) || !asked(query, apiToken)) {
                    continue;
                }
                if (page.size() == query.limit()) {
                    return new ApiTokenPage(page, page.get(page.size() - 1).id());
                }
                page.add(apiToken);
            }
            return new ApiTokenPage(page, null);
        } finally {
            lock.unlock();
        }
    }

    private Collection<String> candidates(ApiTokenQuery query) {
        var ids = query.owner() != null ? byOwner.of(query.owner()) : byResource.of(query.resource());
        return query.after() == null ? ids : ids.tailSet(query.after(), false);
    }

    private static boolean asked(ApiTokenQuery query, ApiToken apiToken) {
        return query.resource() == null || Objects.equals(query.resource(), apiToken.resource());
    }

    @Override
    public boolean revoke(String id, Instant at) {
        lock.lock();
        try {
            ApiToken apiToken = find(id);
            if (apiToken == null) {
                return false;
            }
            end(apiToken, apiToken.revoked(at));
            // After the removal: an exchange that still finds the API token has read a position below this entry.
            log.append(RevocationTarget.apiToken(id));
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ApiToken changePermission(String id, Permission permission) {
        lock.lock();
        try {
            ApiToken before = find(id);
            SecretDigest digest = digests.get(id);
            if (before == null || digest == null) {
                return null;
            }
            ApiToken after = before.withPermission(permission);
            byDigest.put(digest, after);
            if (!permission.includes(before.permission())) {
                log.append(RevocationTarget.apiToken(id));
            }
            return after;
        } finally {
            lock.unlock();
        }
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        for (Expiry next = expiries.peek(); next != null && !now.isBefore(next.at()); next = expiries.peek()) {
            expiries.remove();
            ApiToken apiToken = find(next.id());
            if (apiToken != null) {
                end(apiToken, apiToken);
            }
        }
    }

    private void end(ApiToken apiToken, ApiToken remembered) {
        String id = apiToken.id();
        SecretDigest digest = digests.remove(id);
        if (digest != null) {
            byDigest.remove(digest);
            ended.put(digest, remembered);
        }
        idByName.remove(NameScope.of(apiToken));
        byOwner.remove(apiToken.owner(), id);
        byResource.remove(apiToken.resource(), id);
    }

    /** Where a name must be unique: within its resource, or within its owner where there is no resource. */
    private record NameScope(
            @Nullable Owner owner, @Nullable Resource resource, String name) {
        static NameScope of(ApiToken apiToken) {
            Resource resource = apiToken.resource();
            return new NameScope(resource == null ? apiToken.owner() : null, resource, apiToken.name());
        }
    }
}
