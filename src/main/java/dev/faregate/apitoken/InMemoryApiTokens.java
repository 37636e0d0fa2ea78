package dev.faregate.apitoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Map<RevocationTarget, Watermark> watermarks = new ConcurrentHashMap<>();

    /** Counted up before a watermark is lifted, when all below it is cleared away. */
    private final AtomicInteger liftedWatermarks = new AtomicInteger();

    private final Map<NameScope, String> idByName = new HashMap<>();
    private final IdIndex<Owner> byOwner = new IdIndex<>();
    private final IdIndex<Resource> byResource = new IdIndex<>();
    private final NavigableSet<Expiry> expiries = new TreeSet<>();
    private final Deque<Condemned> condemned = new ArrayDeque<>();

    /** Lets a listener hear "revoked" or "expired" rather than "unknown" for a while; nothing depends on it. */
    private final Cache<SecretDigest, ApiToken> ended =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ENDS).build();

    InMemoryApiTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Nullable
    Found findByDigest(SecretDigest digest) {
        int liftedBefore = liftedWatermarks.get();
        InMemoryApiToken found = byDigest.get(digest);
        if (found == null) {
            ApiToken remembered = ended.getIfPresent(digest);
            // Whatever the clock says now: what has ended is never accepted again.
            return remembered == null ? null : new Found(remembered, Instant.MIN);
        }
        Watermark watermark = watermarkOver(found);
        if (watermark == null && liftedBefore != liftedWatermarks.get()) {
            // The token may have been cleared away meanwhile, and then the watermark over it.
            return findByDigest(digest);
        }
        ApiToken apiToken =
                watermark == null ? found.apiToken() : found.apiToken().revoked(watermark.at());
        return new Found(apiToken, digest.equals(found.stored().digest()) ? null : found.previousUntil());
    }

    @Nullable
    InMemoryApiToken live(String id) {
        int liftedBefore = liftedWatermarks.get();
        InMemoryApiToken found = byId.get(id);
        if (found == null || !isLive(found)) {
            return null;
        }
        return liftedBefore == liftedWatermarks.get() ? found : live(id);
    }

    private boolean isLive(InMemoryApiToken apiToken) {
        return watermarkOver(apiToken) == null && apiToken.apiToken().liveAt(clock.instant());
    }

    private @Nullable Watermark watermarkOver(InMemoryApiToken apiToken) {
        if (watermarks.isEmpty()) {
            return null;
        }
        Watermark owners =
                watermarks.get(RevocationTarget.owner(apiToken.apiToken().owner()));
        if (owners != null && apiToken.issuedAt() < owners.sequence()) {
            return owners;
        }
        Resource resource = apiToken.apiToken().resource();
        Watermark resources = resource == null ? null : watermarks.get(RevocationTarget.resource(resource));
        return resources != null && apiToken.issuedAt() < resources.sequence() ? resources : null;
    }

    boolean holds(SecretDigest digest) {
        return byDigest.containsKey(digest) || ended.getIfPresent(digest) != null;
    }

    boolean holdsName(ApiToken apiToken) {
        return idByName.containsKey(NameScope.of(apiToken));
    }

    @Nullable
    Insertion hindrance(ApiToken apiToken, Quota quota) {
        if (holdsName(apiToken)) {
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

    Collection<String> candidates(ApiTokenQuery query) {
        var ids = query.owner() != null ? byOwner.of(query.owner()) : new TreeSet<String>();
        if (query.owner() == null && query.resources() != null) {
            for (Resource resource : query.resources()) {
                byResource.of(resource).stream()
                        .filter(id -> query.after() == null || id.compareTo(query.after()) > 0)
                        .forEach(ids::add);
            }
            return ids;
        }
        return query.after() == null ? ids : ids.tailSet(query.after(), false);
    }

    void add(InMemoryApiToken added) {
        ApiToken apiToken = added.apiToken();
        Instant expiresAt = apiToken.expiresAt();
        if (expiresAt != null) {
            expiries.add(new Expiry(expiresAt, apiToken.id(), null));
        }
        byOwner.add(apiToken.owner(), apiToken.id());
        byResource.add(apiToken.resource(), apiToken.id());
        idByName.put(NameScope.of(apiToken), apiToken.id());
        byId.put(apiToken.id(), added);
        byDigest.put(added.stored().digest(), added);
    }

    void replace(InMemoryApiToken before, InMemoryApiToken after) {
        SecretDigest outdated = before.previous();
        if (outdated != null && !outdated.equals(after.previous())) {
            byDigest.remove(outdated);
            expiries.remove(previousExpiry(before));
        }
        SecretDigest previous = after.previous();
        if (previous != null) {
            byDigest.put(previous, after);
            expiries.add(previousExpiry(after));
        }
        idByName.remove(NameScope.of(before.apiToken()));
        idByName.put(NameScope.of(after.apiToken()), after.id());
        byId.put(after.id(), after);
        byDigest.put(after.stored().digest(), after);
    }

    void undoRotation(InMemoryApiToken rotated, InMemoryApiToken live) {
        byDigest.remove(rotated.stored().digest());
        expiries.remove(previousExpiry(rotated));
        replace(rotated, live);
    }

    void end(InMemoryApiToken live, ApiToken remembered) {
        Instant expiresAt = live.apiToken().expiresAt();
        if (expiresAt != null) {
            expiries.remove(new Expiry(expiresAt, live.id(), null));
        }
        expiries.remove(previousExpiry(live));
        byDigest.remove(live.stored().digest());
        ended.put(live.stored().digest(), remembered);
        if (live.previous() != null) {
            byDigest.remove(live.previous());
        }
        byId.remove(live.id());
        idByName.remove(NameScope.of(live.apiToken()), live.id());
        byOwner.remove(live.apiToken().owner(), live.id());
        byResource.remove(live.apiToken().resource(), live.id());
    }

    /** Ends what lies below a watermark; returns the one before, if what lies below that is not cleared away yet. */
    @Nullable
    Watermark raise(RevocationTarget target, Watermark watermark) {
        return watermarks.put(target, watermark);
    }

    void lower(RevocationTarget target, @Nullable Watermark before) {
        if (before == null) {
            watermarks.remove(target);
        } else {
            watermarks.put(target, before);
        }
    }

    /** Puts what lies below a watermark aside, to be cleared away. */
    void condemn(RevocationTarget target, Watermark watermark) {
        Collection<String> ids = switch (target.level()) {
            case OWNER -> byOwner.detach(Owner.of(target.id()));
            case RESOURCE -> byResource.detach(Resource.of(target.id()));
            default -> throw new IllegalArgumentException("target: " + target);
        };
        condemned.addLast(new Condemned(target, watermark, ids.iterator()));
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
        while (!expiries.isEmpty() && !now.isBefore(expiries.first().at())) {
            Expiry next = expiries.pollFirst();
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
        boolean any = false;
        int left = atMost;
        for (Condemned next = condemned.peekFirst(); next != null && left > 0; next = condemned.peekFirst()) {
            any = true;
            while (next.ids().hasNext() && left-- > 0) {
                InMemoryApiToken dead = byId.get(next.ids().next());
                if (dead != null) {
                    end(dead, dead.apiToken().revoked(next.watermark().at()));
                }
            }
            if (!next.ids().hasNext()) {
                condemned.removeFirst();
                liftedWatermarks.incrementAndGet();
                watermarks.remove(next.target(), next.watermark());
            }
        }
        return any;
    }

    private static Expiry previousExpiry(InMemoryApiToken apiToken) {
        Instant until = Objects.requireNonNullElse(apiToken.previousUntil(), Instant.MAX);
        return new Expiry(until, apiToken.id(), apiToken.previous());
    }

    /** When an API token expires, or, with a digest, its previous secret. */
    private record Expiry(Instant at, String id, @Nullable SecretDigest previous) implements Comparable<Expiry> {

        private static final Comparator<Expiry> ORDER = Comparator.comparing(Expiry::at)
                .thenComparing(Expiry::id)
                .thenComparing(expiry ->
                        expiry.previous() == null ? "" : expiry.previous().text());

        @Override
        public int compareTo(Expiry other) {
            return ORDER.compare(this, other);
        }
    }

    private record Condemned(RevocationTarget target, Watermark watermark, Iterator<String> ids) {}

    /** Where a name must be unique: within its resource, or within its owner where there is no resource. */
    private record NameScope(
            @Nullable Owner owner, @Nullable Resource resource, String name) {
        static NameScope of(ApiToken apiToken) {
            Resource resource = apiToken.resource();
            return new NameScope(resource == null ? apiToken.owner() : null, resource, apiToken.name());
        }
    }
}
