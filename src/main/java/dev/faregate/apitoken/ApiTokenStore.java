package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.revocation.RevocationLog;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where API tokens live. The port for storage: each operation is atomic by itself, and each that takes a right away appends
 * to the revocation log in the same transaction. Implementations are safe for use by many threads.
 */
public interface ApiTokenStore {

    /** What became of an insertion. */
    enum Insertion {
        /** Stored. */
        STORED,
        /** A live API token has the name already. */
        NAME_TAKEN,
        /** The owner has as many as it may have. */
        OWNER_QUOTA_REACHED,
        /** The resource has as many as it may have. */
        RESOURCE_QUOTA_REACHED
    }

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
     * @param apiToken the facts
     * @param digest what it is found by
     * @param quota how many there may be
     * @return what became of it
     */
    Insertion insert(ApiToken apiToken, SecretDigest digest, Quota quota);

    /**
     * Finds by the digest of the presented secret. Revoked ones may be found, with their time of revocation, or not at all.
     *
     * @param digest the digest
     * @return the facts, or null
     */
    @Nullable
    ApiToken findByDigest(SecretDigest digest);

    /**
     * Finds a live or expired API token by its public id.
     *
     * @param id the id
     * @return the facts, or null if there is none or it is revoked
     */
    @Nullable
    ApiToken find(String id);

    /**
     * A page of the live API tokens that a query asks for.
     *
     * @param query which
     * @return the page
     */
    ApiTokenPage list(ApiTokenQuery query);

    /**
     * Revokes: when this returns, neither the API token nor anything made from it is accepted on this node.
     *
     * @param id the id
     * @param at the time to note
     * @return true if there was one to revoke
     */
    boolean revoke(String id, Instant at);

    /**
     * Changes the permission. A narrower one reaches what was made from the API token before, too: it is revoked.
     *
     * @param id the id
     * @param permission the new permission
     * @return the changed facts, or null if there is none or it is revoked
     */
    @Nullable
    ApiToken changePermission(String id, Permission permission);

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
