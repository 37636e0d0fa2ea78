package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups by digest and id take no lock; changes and listings take one.
 *
 * <p>Whatever takes a right away first makes the API token itself unfit and only then appends to the log: an exchange that was
 * still let in has read a position below the entry's, so what it makes is dead as well. Where the log cannot append, the change
 * is undone, so that it can be tried again.
 */
final class InMemoryApiTokenStore implements ApiTokenStore {

    private final RevocationLog log;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final InMemoryApiTokens tokens;

    InMemoryApiTokenStore(RevocationLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.tokens = new InMemoryApiTokens(clock, log.retention());
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public RevocationLog revocationLog() {
        return log;
    }

    @Override
    public Insertion insert(StoredApiToken stored, Quota quota) {
        return locked(() -> {
            tokens.forgetSomeOfTheDead();
            if (tokens.holds(stored.digest())) {
                return Insertion.DIGEST_TAKEN;
            }
            Insertion hindrance = tokens.hindrance(stored.apiToken(), quota);
            if (hindrance != null && tokens.forgetAllOfTheDead()) {
                hindrance = tokens.hindrance(stored.apiToken(), quota);
            }
            if (hindrance != null) {
                return hindrance;
            }
            tokens.add(new InMemoryApiToken(stored, log.position().sequence()));
            return Insertion.STORED;
        });
    }

    @Override
    public @Nullable Found findByDigest(SecretDigest digest) {
        return tokens.findByDigest(digest);
    }

    @Override
    public Map<SecretDigest, Found> findByDigests(Set<SecretDigest> digests) {
        if (digests.size() > MAX_DIGESTS) {
            throw new IllegalArgumentException("digests: " + digests.size() + " (expected: <= " + MAX_DIGESTS + ")");
        }
        InMemoryApiTokens searched = tokens;
        Map<SecretDigest, Found> all = new HashMap<>();
        for (SecretDigest digest : digests) {
            Found found = searched.findByDigest(digest);
            if (found != null) {
                all.put(digest, found);
            }
        }
        return all;
    }

    @Override
    public @Nullable StoredApiToken find(String id) {
        InMemoryApiToken live = tokens.live(id);
        return live == null ? null : live.stored();
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        return locked(() -> {
            List<ApiToken> page = new ArrayList<>();
            for (String id : tokens.candidates(query)) {
                InMemoryApiToken live = tokens.live(id);
                if (live == null || !asked(query, live.apiToken())) {
                    continue;
                }
                if (page.size() == query.limit()) {
                    return new ApiTokenPage(page, page.get(page.size() - 1).id());
                }
                page.add(live.apiToken());
            }
            return new ApiTokenPage(page, null);
        });
    }

    private static boolean asked(ApiTokenQuery query, ApiToken apiToken) {
        boolean ofResource = query.resources() == null
                || (apiToken.resource() != null && query.resources().contains(apiToken.resource()));
        return ofResource
                && (query.name() == null || query.name().equals(apiToken.name()))
                && !(query.permanentOnly() && apiToken.expiresAt() != null);
    }

    @Override
    public Renaming rename(String id, String name) {
        return locked(() -> {
            tokens.forgetAllOfTheDead();
            InMemoryApiToken live = tokens.live(id);
            if (live == null) {
                return Renaming.UNKNOWN;
            }
            if (live.apiToken().name().equals(name)) {
                return Renaming.RENAMED;
            }
            ApiToken renamed = live.apiToken().withName(name);
            if (tokens.holdsName(renamed)) {
                return Renaming.NAME_TAKEN;
            }
            tokens.replace(live, live.with(renamed));
            return Renaming.RENAMED;
        });
    }

    @Override
    public @Nullable ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        return locked(() -> {
            InMemoryApiToken live = tokens.live(id);
            if (live == null) {
                return null;
            }
            ApiToken before = live.apiToken();
            ApiToken after = before.withRights(
                    permission == null ? before.permission() : permission, scopes == null ? before.scopes() : scopes);
            InMemoryApiToken changed = live.with(after);
            tokens.replace(live, changed);
            if (after.isNarrowerThan(before)) {
                appendOr(RevocationTarget.apiToken(id), () -> tokens.replace(changed, live));
            }
            return changed.apiToken();
        });
    }

    @Override
    public @Nullable ApiToken changeExpiry(String id, @Nullable Instant expiresAt) {
        return locked(() -> {
            InMemoryApiToken live = tokens.live(id);
            if (live == null) {
                return null;
            }
            InMemoryApiToken changed = live.with(live.apiToken().withExpiry(expiresAt));
            tokens.replace(live, changed);
            if (changed.apiToken().expiresBefore(live.apiToken())) {
                appendOr(RevocationTarget.apiToken(id), () -> tokens.undo(changed, live));
            }
            return changed.apiToken();
        });
    }

    @Override
    public Rotating rotate(String id, Rotation rotation) {
        return locked(() -> {
            tokens.forgetSomeOfTheDead();
            InMemoryApiToken live = tokens.live(id);
            if (live == null) {
                return Rotating.UNKNOWN;
            }
            if (rotation.formerUntil() != null && live.former().size() >= MOST_FORMER_SECRETS) {
                return Rotating.TOO_MANY_SECRETS;
            }
            InMemoryApiToken rotated = live.rotated(rotation);
            tokens.replace(live, rotated);
            if (rotation.formerUntil() == null || rotated.apiToken().expiresBefore(live.apiToken())) {
                appendOr(RevocationTarget.apiToken(id), () -> tokens.undo(rotated, live));
            }
            return Rotating.ROTATED;
        });
    }

    @Override
    public @Nullable ApiToken revokeFormer(SecretDigest former, Instant at) {
        return locked(() -> {
            InMemoryApiToken live = tokens.liveByFormer(former);
            if (live == null) {
                return null;
            }
            InMemoryApiToken changed = live.without(former);
            tokens.replace(live, changed, RejectionReason.REVOKED);
            appendOr(RevocationTarget.apiToken(live.id()), () -> tokens.undo(changed, live));
            return changed.apiToken();
        });
    }

    @Override
    public @Nullable ApiToken revoke(String id, Instant at) {
        return locked(() -> {
            InMemoryApiToken live = tokens.live(id);
            if (live == null) {
                return null;
            }
            ApiToken revoked = live.apiToken().revoked(at);
            tokens.end(live, revoked, RejectionReason.REVOKED);
            appendOr(RevocationTarget.apiToken(id), () -> tokens.restore(live));
            return revoked;
        });
    }

    @Override
    public void revokeAll(RevocationTarget target) {
        locked(() -> {
            switch (target.level()) {
                case OWNER, RESOURCE, EVERYTHING -> {
                    Watermark watermark = new Watermark(log.position().sequence() + 1, clock.instant());
                    Watermark before = tokens.raise(target, watermark);
                    appendOr(target, () -> tokens.lower(target, before));
                    tokens.condemn(target, watermark);
                }
                case SIGNED_TOKEN, API_TOKEN, SESSION, SESSIONS_OF_OWNER ->
                    throw new IllegalArgumentException(
                            "target: " + target + " (expected: an owner, a resource, or everything)");
            }
            return target;
        });
    }

    @Override
    public void noteLastUses(Map<String, Instant> lastUses) {
        locked(() -> {
            lastUses.forEach((id, at) -> {
                InMemoryApiToken live = tokens.live(id);
                if (live != null) {
                    tokens.replace(live, live.with(live.apiToken().used(at)));
                }
            });
            return lastUses;
        });
    }

    private void appendOr(RevocationTarget target, Runnable undo) {
        boolean appended = false;
        try {
            log.append(target);
            appended = true;
        } finally {
            if (!appended) {
                undo.run();
            }
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> operation) {
        lock.lock();
        try {
            return operation.get();
        } finally {
            lock.unlock();
        }
    }
}
