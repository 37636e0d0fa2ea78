package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
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

    private static final int CLEARED_PER_INSERTION = 16;

    private final InstantSource clock;
    private final Map<SecretDigest, InMemoryApiToken> byDigest = new ConcurrentHashMap<>();
    private final Map<String, InMemoryApiToken> byId = new ConcurrentHashMap<>();
    private final Watermarks watermarks = new Watermarks();
    private final ApiTokenIndex index = new ApiTokenIndex();
    private final Expiries expiries = new Expiries();

    private final EndedSecrets ended;

    InMemoryApiTokens(InstantSource clock, Duration retention) {
        this.clock = clock;
        this.ended = new EndedSecrets(retention);
    }

    @Nullable
    Found findByDigest(SecretDigest digest) {
        int liftedBefore = watermarks.lifted();
        InMemoryApiToken found = byDigest.get(digest);
        if (found == null) {
            return ended.find(digest);
        }
        Watermark watermark = watermarks.over(found);
        if (watermark == null && liftedBefore != watermarks.lifted()) {
            // The token may have been cleared away meanwhile, and then the watermark over it.
            return findByDigest(digest);
        }
        if (watermark != null) {
            return Found.ended(found.apiToken().revoked(watermark.at()), RejectionReason.REVOKED);
        }
        if (digest.equals(found.stored().digest())) {
            return found.found();
        }
        InMemoryApiToken.Former former = found.former(digest);
        return former == null
                ? Found.ended(found.apiToken(), RejectionReason.REPLACED)
                : Found.former(found.apiToken(), former.until());
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

    /** The live API token that a former secret leads to whose grace runs; null if there is none. */
    @Nullable
    InMemoryApiToken liveByFormer(SecretDigest digest) {
        InMemoryApiToken found = byDigest.get(digest);
        if (found == null) {
            return null;
        }
        InMemoryApiToken.Former former = found.former(digest);
        boolean works = former != null && clock.instant().isBefore(former.until());
        return works ? live(found.id()) : null;
    }

    private boolean isLive(InMemoryApiToken apiToken) {
        return watermarks.over(apiToken) == null && apiToken.apiToken().liveAt(clock.instant());
    }

    boolean holds(SecretDigest digest) {
        return byDigest.containsKey(digest) || ended.find(digest) != null;
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
        added.former().forEach(former -> byDigest.put(former.digest(), added));
        expiries.addFormer(added);
    }

    /** Puts a changed API token in the place of the one before. Former secrets that it has no more are remembered as ended. */
    void replace(InMemoryApiToken before, InMemoryApiToken after, RejectionReason endOfFormer) {
        expiries.remove(before);
        expiries.removeFormer(before);
        expiries.add(after);
        expiries.addFormer(after);
        index.rename(before.apiToken(), after.apiToken());
        byId.put(after.id(), after);
        byDigest.put(after.stored().digest(), after);
        after.former().forEach(former -> byDigest.put(former.digest(), after));
        before.former().forEach(former -> endUnlessIn(after, former.digest(), endOfFormer));
        endUnlessIn(after, before.stored().digest(), endOfFormer);
    }

    void replace(InMemoryApiToken before, InMemoryApiToken after) {
        replace(before, after, RejectionReason.REPLACED);
    }

    private void endUnlessIn(InMemoryApiToken after, SecretDigest digest, RejectionReason reason) {
        if (!digest.equals(after.stored().digest()) && after.former(digest) == null) {
            end(digest, after.apiToken(), reason);
        }
    }

    /** First remembers it, so that a look-up finds it all the time. */
    private void end(SecretDigest digest, ApiToken apiToken, RejectionReason reason) {
        ended.add(digest, apiToken, reason, clock.instant());
        byDigest.remove(digest);
    }

    /** Undoes a replacement by a new secret, or of a former one that was ended. */
    void undo(InMemoryApiToken changed, InMemoryApiToken before) {
        SecretDigest next = changed.stored().digest();
        if (!next.equals(before.stored().digest())) {
            byDigest.remove(next);
        }
        expiries.remove(changed);
        expiries.removeFormer(changed);
        index.remove(changed.apiToken());
        restore(before);
    }

    /** Puts an API token back whose end is undone. */
    void restore(InMemoryApiToken before) {
        add(before);
        ended.remove(before.stored().digest());
        before.former().forEach(former -> ended.remove(former.digest()));
    }

    void end(InMemoryApiToken live, ApiToken remembered, RejectionReason reason) {
        expiries.remove(live);
        expiries.removeFormer(live);
        live.former().forEach(former -> end(former.digest(), remembered, reason));
        end(live.stored().digest(), remembered, reason);
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
            if (next.former() == null) {
                end(expired, expired.apiToken(), RejectionReason.EXPIRED);
            } else {
                replace(expired, expired.without(next.former()));
            }
        }
        return any;
    }

    private boolean forgetCondemned(int atMost) {
        return watermarks.clear(atMost, (id, watermark) -> {
            InMemoryApiToken dead = byId.get(id);
            if (dead != null && dead.issuedAt() < watermark.sequence()) {
                end(dead, dead.apiToken().revoked(watermark.at()), RejectionReason.REVOKED);
            }
        });
    }
}
