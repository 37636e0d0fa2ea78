package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where API tokens live. The port for storage: each operation is atomic by itself, and each that takes a right away appends
 * to the revocation log in the same transaction. Implementations are safe for use by many threads.
 *
 * <p>"Live" means neither revoked, by itself or with all of its owner or resource, nor expired.
 */
public interface ApiTokenStore {

    /** How many digests one call of {@link #findByDigests} may look up. */
    int MAX_DIGESTS = 256;

    /**
     * Whether the operations may block the thread that calls them.
     *
     * @return true for a store that is not in the memory of this process
     */
    default boolean blocks() {
        return true;
    }

    /** What became of an insertion. */
    enum Insertion {
        /** Stored. */
        STORED,
        /** A live API token has the name already. */
        NAME_TAKEN,
        /** The owner has as many as it may have. */
        OWNER_QUOTA_REACHED,
        /** The resource has as many as it may have. */
        RESOURCE_QUOTA_REACHED,
        /** Some API token, live or not, has the same digest. */
        DIGEST_TAKEN
    }

    /** What became of a renaming. */
    enum Renaming {
        /** It has the new name. */
        RENAMED,
        /** A live API token has the name already. */
        NAME_TAKEN,
        /** There is no such live API token. */
        UNKNOWN
    }

    /**
     * What a digest leads to.
     *
     * @param apiToken the facts; revoked or expired ones may be found, with their times, or not at all
     * @param worksUntil until when this very secret works: the end of the grace of a rotated one; null for no such end
     */
    record Found(ApiToken apiToken, @Nullable Instant worksUntil) {}

    /**
     * The log that this store's revocations go to.
     *
     * @return the log
     */
    RevocationLog revocationLog();

    /**
     * Stores a new API token if its name is free and the quota allows one more. Expired and revoked ones hold neither a name
     * nor a place.
     *
     * @param apiToken the API token
     * @param quota how many there may be
     * @return what became of it
     */
    Insertion insert(StoredApiToken apiToken, Quota quota);

    /**
     * Finds by the digest of the presented secret.
     *
     * @param digest the digest
     * @return what it leads to, or null
     */
    @Nullable
    Found findByDigest(SecretDigest digest);

    /**
     * Finds by the digests of several presented secrets, in one call to the store: one statement of SQL.
     *
     * @param digests the digests, at most {@value #MAX_DIGESTS}
     * @return what each digest leads to; without those that lead to nothing
     * @throws IllegalArgumentException if there are more
     */
    Map<SecretDigest, Found> findByDigests(Set<SecretDigest> digests);

    /**
     * Finds a live API token by its public id.
     *
     * @param id the id
     * @return what is stored, or null
     */
    @Nullable
    StoredApiToken find(String id);

    /**
     * A page of the live API tokens that a query asks for.
     *
     * @param query which
     * @return the page
     */
    ApiTokenPage list(ApiTokenQuery query);

    /**
     * Gives a live API token another name.
     *
     * @param id the id
     * @param name the new name
     * @return what became of it
     */
    Renaming rename(String id, String name);

    /**
     * Changes what a live API token may do. Narrower rights reach what was made from it before, too: that is revoked. What is not
     * given stays as it is then, so that of two changes at once neither undoes the other.
     *
     * @param id the id
     * @param permission the new permission; null for the one it has
     * @param scopes the new scopes; null for those it has
     * @return the changed facts, or null if there is no such live API token
     */
    @Nullable
    ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes);

    /**
     * Gives a live API token another secret. If the previous one ends at once, what was made from it is revoked.
     *
     * @param id the id
     * @param next what it is found by from now on
     * @param sealedSecret the new secret, sealed; null if it is not recoverable
     * @param previousUntil until when the previous secret works; of several rotations only the last one's previous secret works
     * @return true if there was such a live API token
     */
    boolean rotate(String id, SecretDigest next, @Nullable String sealedSecret, Instant previousUntil);

    /**
     * Revokes: when this returns, neither the API token nor anything made from it is accepted on this node.
     *
     * @param id the id
     * @param at the time to note
     * @return the facts, or null if there is no such live API token
     */
    @Nullable
    ApiToken revoke(String id, Instant at);

    /**
     * Revokes all at once, in a time that does not grow with their number.
     *
     * @param target an owner, a resource, or everything
     * @throws IllegalArgumentException if the target is a single token or session
     */
    void revokeAll(RevocationTarget target);

    /**
     * Notes when API tokens were last used. Ids that are not known any more are passed over.
     *
     * @param lastUses the times, by id
     */
    void noteLastUses(Map<String, Instant> lastUses);

    /**
     * A store in the memory of this process: indexed for every question it is asked, bounded by the quotas, and fit for
     * production where one process and one lifetime are enough.
     *
     * @param log where its revocations go
     * @param clock tells which API tokens have expired
     * @return an empty store
     */
    static ApiTokenStore inMemory(RevocationLog log, InstantSource clock) {
        return new InMemoryApiTokenStore(log, clock);
    }
}
