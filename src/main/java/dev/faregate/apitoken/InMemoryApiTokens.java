package dev.faregate.apitoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The API tokens in memory and their indexes. Reading by digest and id is safe beside a writer; all else is for whoever holds
 * the store's lock.
 *
 * <p>Revoking all of an owner sets a watermark and puts their ids aside, whatever their number; each later insertion clears a few
 * away, so each API token is cleared once in its life.
 */
final class InMemoryApiTokens {

    private static final int REMEMBERED_ENDS = 10_000;
    private static final int CLEARED_PER_INSERTION = 16;

    private final InstantSource clock;
    private final Map<SecretDigest, InMemoryApiToken> byDigest = new ConcurrentHashMap<>();
    private final Map<String, InMemoryApiToken> byId = new ConcurrentHashMap<>();
    private final Watermarks watermarks = new Watermarks();
    private final ApiTokenIndex index = new ApiTokenIndex();
    private final Expiries expiries = new Expiries();

    /** Lets a listener hear "revoked" or "expired" rather than "unknown" for a while; nothing depends on it. */
    private final Cache<SecretDigest, ApiToken> ended =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ENDS).build();

    InMemoryApiTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Nullable
    Found findByDigest(SecretDigest digest) {
        int liftedBefore = watermarks.lifted();
        InMemoryApiToken found = byDigest.get(digest);
        if (found == null) {
            ApiToken remembered = ended.getIfPresent(digest);
            // Whatever the clock says now: what has ended is never accepted again.
            return remembered == null ? null : new Found(remembered, Instant.MIN);
        }
        Watermark watermark = watermarks.over(found);
        if (watermark == null && liftedBefore != watermarks.lifted()) {
            // The token may have been cleared away meanwhile, and then the watermark over it.
            return findByDigest(digest);
        }
        boolean current = digest.equals(found.stored().digest());
        if (watermark == null && current) {
            return found.found();
        }
        ApiToken apiToken =
                watermark == null ? found.apiToken() : found.apiToken().revoked(watermark.at());
        return new Found(apiToken, current ? null : found.previousUntil());
    }

    @Nullable
    InMemoryApiToken live(String id) {
        int liftedBefore = watermarks.lifted();
        InMemoryApiToken found = byId.get(id);
        if (found == null || !isLive(found)) {
            return null;
        }
        return liftedBefore == watermarks.lifted() ? found : live(id);
    }

    private boolean isLive(InMemoryApiToken apiToken) {
        return watermarks.over(apiToken) == null && apiToken.apiToken().liveAt(clock.instant());
    }

    boolean holds(SecretDigest digest) {
        return byDigest.containsKey(digest) || ended.getIfPresent(digest) != null;
    }

    boolean holdsName(ApiToken apiToken) {
        return index.holdsName(apiToken);
    }

    @Nullable
    Insertion hindrance(ApiToken apiToken, Quota quota) {
        return index.hindrance(apiToken, quota);
    }

    Collection<String> candidates(ApiTokenQuery query) {
        return index.candidates(query);
    }

    void add(InMemoryApiToken added) {
        expiries.add(added);
        index.add(added.apiToken());
        byId.put(added.id(), added);
        byDigest.put(added.stored().digest(), added);
        if (added.previous() != null) {
            byDigest.put(added.previous(), added);
            expiries.addPrevious(added);
        }
    }

    void replace(InMemoryApiToken before, InMemoryApiToken after) {
        SecretDigest outdated = before.previous();
        if (outdated != null && !outdated.equals(after.previous())) {
            byDigest.remove(outdated);
            expiries.removePrevious(before);
        }
        SecretDigest previous = after.previous();
        if (previous != null) {
            byDigest.put(previous, after);
            expiries.addPrevious(after);
        }
        index.rename(before.apiToken(), after.apiToken());
        byId.put(after.id(), after);
        byDigest.put(after.stored().digest(), after);
    }

    void undoRotation(InMemoryApiToken rotated, InMemoryApiToken live) {
        byDigest.remove(rotated.stored().digest());
        replace(rotated, live);
    }

    void end(InMemoryApiToken live, ApiToken remembered) {
        expiries.remove(live);
        expiries.removePrevious(live);
        byDigest.remove(live.stored().digest());
        ended.put(live.stored().digest(), remembered);
        if (live.previous() != null) {
            byDigest.remove(live.previous());
        }
        byId.remove(live.id());
        index.remove(live.apiToken());
    }

    /** Ends what lies below a watermark; returns the one before, if what lies below that is not cleared away yet. */
    @Nullable
    Watermark raise(RevocationTarget target, Watermark watermark) {
        return watermarks.raise(target, watermark);
    }

    void lower(RevocationTarget target, @Nullable Watermark before) {
        watermarks.lower(target, before);
    }

    /** Puts what lies below a watermark aside, to be cleared away. */
    void condemn(RevocationTarget target, Watermark watermark) {
        watermarks.condemn(target, watermark, index.detach(target));
    }

    void forgetSomeOfTheDead() {
        forgetExpired();
        forgetCondemned(CLEARED_PER_INSERTION);
    }

    /** Whether there were any. */
    boolean forgetAllOfTheDead() {
        boolean expired = forgetExpired();
        return forgetCondemned(Integer.MAX_VALUE) || expired;
    }

    private boolean forgetExpired() {
        Instant now = clock.instant();
        boolean any = false;
        for (Expiries.Expiry next = expiries.pollDue(now); next != null; next = expiries.pollDue(now)) {
            any = true;
            InMemoryApiToken expired = byId.get(next.id());
            if (expired == null) {
                continue;
            }
            if (next.previous() == null) {
                end(expired, expired.apiToken());
            } else if (next.previous().equals(expired.previous())) {
                byDigest.remove(next.previous());
            }
        }
        return any;
    }

    private boolean forgetCondemned(int atMost) {
        return watermarks.clear(atMost, (id, watermark) -> {
            InMemoryApiToken dead = byId.get(id);
            if (dead != null) {
                end(dead, dead.apiToken().revoked(watermark.at()));
            }
        });
    }
}
