package dev.faregate.apitoken;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Principal;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts of an API token, never its secret.
 *
 * @param id the public id, safe to log; ids sort in the order of issue
 * @param name what its owner calls it; unique for its resource, or for its owner if it has no resource
 * @param owner who it belongs to
 * @param resource what it opens; null if it is bound to no resource
 * @param permission how far it reaches
 * @param scopes what it may do besides
 * @param createdAt when it was issued
 * @param expiresAt when it ends by itself; null if it never does
 * @param revokedAt when it was revoked; null while it is not
 */
public record ApiToken(
        String id,
        String name,
        Owner owner,
        @Nullable Resource resource,
        Permission permission,
        Scopes scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /**
     * Checks that what must be there is there.
     *
     * @param id the public id
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param resource what it opens; null for none
     * @param permission how far it reaches
     * @param scopes what it may do besides
     * @param createdAt when it was issued
     * @param expiresAt when it ends by itself; null for never
     * @param revokedAt when it was revoked; null while it is not
     */
    public ApiToken {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(createdAt, "createdAt");
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
     * What presenting it proves.
     *
     * @return the principal
     */
    public Principal principal() {
        return new Principal(CredentialKind.API_TOKEN, id, owner, resource, permission, scopes);
    }

    /**
     * The same API token with another permission.
     *
     * @param permission the new permission
     * @return the changed facts
     */
    public ApiToken withPermission(Permission permission) {
        return new ApiToken(id, name, owner, resource, permission, scopes, createdAt, expiresAt, revokedAt);
    }

    /**
     * The same API token, revoked.
     *
     * @param revokedAt when
     * @return the changed facts
     */
    public ApiToken revoked(Instant revokedAt) {
        return new ApiToken(id, name, owner, resource, permission, scopes, createdAt, expiresAt, revokedAt);
    }
}
