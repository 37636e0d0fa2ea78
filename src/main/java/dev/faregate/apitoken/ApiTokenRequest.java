package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an API token shall be.
 *
 * @param name what its owner calls it; any text, checked when the token is issued
 * @param owner who it belongs to
 * @param permission how far it reaches
 * @param scopes what it may do besides
 * @param resource what it opens; null for none
 * @param expiresAt when it ends by itself; null for never
 */
public record ApiTokenRequest(
        String name,
        Owner owner,
        Permission permission,
        Scopes scopes,
        @Nullable Resource resource,
        @Nullable Instant expiresAt) {

    /**
     * Checks that what must be there is there.
     *
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param permission how far it reaches
     * @param scopes what it may do besides
     * @param resource what it opens; null for none
     * @param expiresAt when it ends by itself; null for never
     */
    public ApiTokenRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
    }

    /**
     * A permanent API token that is bound to no resource.
     *
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param permission how far it reaches
     * @return the request
     */
    public static ApiTokenRequest of(String name, Owner owner, Permission permission) {
        return new ApiTokenRequest(name, owner, permission, Scopes.none(), null, null);
    }

    /**
     * The same, bound to a resource.
     *
     * @param resource what the API token opens
     * @return the changed request
     */
    public ApiTokenRequest forResource(Resource resource) {
        return new ApiTokenRequest(
                name, owner, permission, scopes, Objects.requireNonNull(resource, "resource"), expiresAt);
    }

    /**
     * The same, with scopes.
     *
     * @param scopes what the API token may do besides its permission
     * @return the changed request
     */
    public ApiTokenRequest withScopes(Scopes scopes) {
        return new ApiTokenRequest(name, owner, permission, scopes, resource, expiresAt);
    }

    /**
     * The same, ending by itself.
     *
     * @param expiresAt when
     * @return the changed request
     */
    public ApiTokenRequest expiringAt(Instant expiresAt) {
        return new ApiTokenRequest(
                name, owner, permission, scopes, resource, Objects.requireNonNull(expiresAt, "expiresAt"));
    }
}
