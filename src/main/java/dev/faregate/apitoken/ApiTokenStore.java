package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
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

    /** What became of a rotation. */
    enum Rotating {
        /** It has the new secret. */
        ROTATED,
        /** There is no such live API token. */
        UNKNOWN,
        /** The grace of {@link #MOST_FORMER_SECRETS} former secrets runs already. */
        TOO_MANY_SECRETS
    }

    /** The largest number of former secrets of one API token whose grace runs. */
    int MOST_FORMER_SECRETS = 8;

    /**
     * The API token that a digest leads to, and how the secret of that digest stands.
     *
     * @param apiToken the facts; revoked or expired ones are found for the retention, with their times
     * @param worksUntil the end of the grace of a former secret; null for the current secret
     * @param ended the reason why the secret has ended as a state, which no clock undoes; null if only the times of this record and of
     *     the facts decide
     */
    record Found(
            ApiToken apiToken,
            @Nullable Instant worksUntil,
            @Nullable RejectionReason ended) {

        /**
         * Returns what a current secret leads to.
         *
         * @param apiToken the facts
         * @return the API token
         */
        public static Found current(ApiToken apiToken) {
            return new Found(apiToken, null, null);
        }

        /**
         * Returns what a former secret leads to whose grace runs.
         *
         * @param apiToken the facts
         * @param worksUntil the end of the grace
         * @return the API token
         */
        public static Found former(ApiToken apiToken, Instant worksUntil) {
            return new Found(apiToken, worksUntil, null);
        }

        /**
         * Returns what a secret leads to that has ended.
         *
         * @param apiToken the facts
         * @param reason the reason
         * @return the API token
         */
        public static Found ended(ApiToken apiToken, RejectionReason reason) {
            return new Found(apiToken, null, reason);
        }

        /**
         * Tells how the secret, or its API token, has ended at a time.
         *
         * @param now the time
         * @return the reason; null if both work
         */
        public @Nullable RejectionReason endAt(Instant now) {
            if (ended != null) {
                return ended;
            }
            if (apiToken.revokedAt() != null) {
                return RejectionReason.REVOKED;
            }
            if (worksUntil != null && !now.isBefore(worksUntil)) {
                return RejectionReason.REPLACED;
            }
            return apiToken.expiredAt(now) ? RejectionReason.EXPIRED : null;
        }
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
     * @param apiToken the API token
     * @param quota how many there may be
     * @return what became of it
     */
    Insertion insert(StoredApiToken apiToken, Quota quota);

    /**
     * Finds by the digest of the presented secret, be it the current one of an API token or a former one. A secret that has ended,
     * by expiry, revocation or rotation, is found for the {@linkplain RevocationLog#retention retention} of the log at least, so that it
     * is not mistaken for a failed attempt.
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
     * Changes the expiry of a live API token. If the new one is earlier, what was made from it before is revoked.
     *
     * @param id the id
     * @param expiresAt the new expiry; null for never
     * @return the changed facts, or null if there is no such live API token
     */
    @Nullable
    ApiToken changeExpiry(String id, @Nullable Instant expiresAt);

    /**
     * Gives a live API token another secret, and another expiry if one is asked for. If the former secrets end at once, or the expiry
     * is earlier than before, what was made from it is revoked. Otherwise each former secret keeps the grace that it was promised.
     *
     * @param id the id
     * @param rotation the new secret
     * @return what became of it
     */
    Rotating rotate(String id, Rotation rotation);

    /**
     * Revokes a former secret whose grace runs, and what was made from its API token. The API token and its other secrets stay live.
     *
     * @param former the digest of the former secret
     * @param at the time to note
     * @return the facts of the API token, or null if there is no such secret of a live API token
     */
    @Nullable
    ApiToken revokeFormer(SecretDigest former, Instant at);

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
