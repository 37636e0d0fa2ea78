package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an API token shall be.
 *
 * @param name what its owner calls it; any text, checked when the token is issued
 * @param owner who it belongs to
 * @param permission how far it reaches
 * @param resource what it opens; null for none
 * @param expiresAt when it ends by itself; null for never
 */
public record ApiTokenRequest(
        String name,
        Owner owner,
        Permission permission,
        @Nullable Resource resource,
        @Nullable Instant expiresAt) {

    /**
     * Checks that what must be there is there.
     *
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param permission how far it reaches
     * @param resource what it opens; null for none
     * @param expiresAt when it ends by itself; null for never
     */
    public ApiTokenRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
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
        return new ApiTokenRequest(name, owner, permission, null, null);
    }

    /**
     * The same, bound to a resource.
     *
     * @param resource what the API token opens
     * @return the changed request
     */
    public ApiTokenRequest forResource(Resource resource) {
        return new ApiTokenRequest(name, owner, permission, Objects.requireNonNull(resource, "resource"), expiresAt);
    }

    /**
     * The same, ending by itself.
     *
     * @param expiresAt when
     * @return the changed request
     */
    public ApiTokenRequest expiringAt(Instant expiresAt) {
        return new ApiTokenRequest(name, owner, permission, resource, Objects.requireNonNull(expiresAt, "expiresAt"));
    }
}
