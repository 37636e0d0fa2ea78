package dev.faregate.apitoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts of an API token, never its secret.
 *
 * @param caller what presenting it proves: its id, owner, resource and rights
 * @param name what its owner calls it; unique for its resource, or for its owner if it has no resource
 * @param metadata the application's own notes on it
 * @param createdAt when it was issued
 * @param expiresAt when it ends by itself; null if it never does
 * @param lastUsedAt when it was last presented, to the minute or so; null if it never was
 * @param revokedAt when it was revoked; null while it is not
 */
public record ApiToken(
        Caller caller,
        String name,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /**
     * Checks that what must be there is there.
     *
     * @param caller what presenting it proves
     * @param name what its owner calls it
     * @param metadata the application's own notes on it
     * @param createdAt when it was issued
     * @param expiresAt when it ends by itself; null for never
     * @param lastUsedAt when it was last presented; null if it never was
     * @param revokedAt when it was revoked; null while it is not
     * @throws IllegalArgumentException if the caller is of another kind
     */
    public ApiToken {
        Objects.requireNonNull(caller, "caller");
        if (caller.kind() != CredentialKind.API_TOKEN) {
            throw new IllegalArgumentException(
                    "caller: of kind " + caller.kind() + " (expected: " + CredentialKind.API_TOKEN + ")");
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(createdAt, "createdAt");
        metadata = Map.copyOf(metadata);
    }

    /**
     * The facts one by one.
     *
     * @param id the public id
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param resource what it opens; null for none
     * @param permission how far it reaches
     * @param scopes what it may do besides
     * @param metadata the application's own notes on it
     * @param createdAt when it was issued
     * @param expiresAt when it ends by itself; null for never
     * @param lastUsedAt when it was last presented; null if it never was
     * @param revokedAt when it was revoked; null while it is not
     */
    public ApiToken(
            String id,
            String name,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes,
            Map<String, String> metadata,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {
        this(
                VerifiedCallers.verified(CredentialKind.API_TOKEN, id, owner, resource, permission, scopes),
                name,
                metadata,
                createdAt,
                expiresAt,
                lastUsedAt,
                revokedAt);
    }

    /**
     * The public id, safe to log; ids sort in the order of issue.
     *
     * @return the id
     */
    public String id() {
        return caller.tokenId();
    }

    /**
     * Who it belongs to.
     *
     * @return the owner
     */
    public Owner owner() {
        return caller.owner();
    }

    /**
     * What it opens.
     *
     * @return the resource; null if it is bound to none
     */
    public @Nullable Resource resource() {
        return caller.resource();
    }

    /**
     * How far it reaches.
     *
     * @return the permission
     */
    public Permission permission() {
        return caller.permission();
    }

    /**
     * What it may do besides.
     *
     * @return the scopes
     */
    public Scopes scopes() {
        return caller.scopes();
    }

    /**
     * Whether its life is over at a time.
     *
     * @param now the time
     * @return true from {@code expiresAt} on
     */
    public boolean expiredAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /**
     * Whether it works at a time.
     *
     * @param now the time
     * @return true if it is neither revoked nor expired
     */
    public boolean liveAt(Instant now) {
        return revokedAt == null && !expiredAt(now);
    }

    /**
     * The same API token under another name.
     *
     * @param newName the new name
     * @return the changed facts
     */
    public ApiToken withName(String newName) {
        return new ApiToken(caller, newName, metadata, createdAt, expiresAt, lastUsedAt, revokedAt);
    }

    /**
     * The same API token with another permission and other scopes.
     *
     * @param newPermission the new permission
     * @param newScopes the new scopes
     * @return the changed facts
     */
    public ApiToken withRights(Permission newPermission, Scopes newScopes) {
        return new ApiToken(
                id(),
                name,
                owner(),
                resource(),
                newPermission,
                newScopes,
                metadata,
                createdAt,
                expiresAt,
                lastUsedAt,
                revokedAt);
    }

    /**
     * Whether there is anything that another may do and this may not.
     *
     * @param other the same API token at another time
     * @return true if its permission or its scopes lack something
     */
    public boolean isNarrowerThan(ApiToken other) {
        return !permission().includes(other.permission()) || !scopes().includes(other.scopes());
    }

    /** The same API token with no more than its owner may do. */
    ApiToken limitedTo(OwnerRights.Rights rights) {
        Caller limited = rights.limit(caller, resource());
        return limited == caller
                ? this
                : new ApiToken(limited, name, metadata, createdAt, expiresAt, lastUsedAt, revokedAt);
    }

    /** The same API token, ending no later than a time; null for no such end. */
    ApiToken endingBy(@Nullable Instant end) {
        if (end == null || (expiresAt != null && expiresAt.isBefore(end))) {
            return this;
        }
        return new ApiToken(caller, name, metadata, createdAt, end, lastUsedAt, revokedAt);
    }

    /**
     * Returns the same API token with another expiry.
     *
     * @param newExpiry the new expiry; null for never
     * @return the changed facts
     */
    public ApiToken withExpiry(@Nullable Instant newExpiry) {
        return new ApiToken(caller, name, metadata, createdAt, newExpiry, lastUsedAt, revokedAt);
    }

    /**
     * Tells whether this expires earlier than another. Never is later than any time.
     *
     * @param other the same API token at another time
     * @return true if the expiry of this is earlier
     */
    public boolean expiresBefore(ApiToken other) {
        return expiresAt != null && (other.expiresAt == null || expiresAt.isBefore(other.expiresAt));
    }

    /**
     * The same API token, used.
     *
     * @param at when
     * @return the changed facts
     */
    public ApiToken used(Instant at) {
        return new ApiToken(caller, name, metadata, createdAt, expiresAt, at, revokedAt);
    }

    /**
     * The same API token, revoked.
     *
     * @param at when
     * @return the changed facts
     */
    public ApiToken revoked(Instant at) {
        return new ApiToken(caller, name, metadata, createdAt, expiresAt, lastUsedAt, at);
    }
}
