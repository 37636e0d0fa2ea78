package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an API token shall be.
 *
 * @param name what its owner calls it; any text, checked when the token is issued
 * @param owner who it belongs to
 * @param permission how far it reaches
 * @param scopes what it may do besides
 * @param metadata the application's own notes on it; keys and values together at most 4,096 characters
 * @param resource what it opens; null for none
 * @param expiresAt when it ends by itself; null for never
 */
public record ApiTokenRequest(
        String name,
        Owner owner,
        Permission permission,
        Scopes scopes,
        Map<String, String> metadata,
        @Nullable Resource resource,
        @Nullable Instant expiresAt) {

    private static final int LONGEST_METADATA = 4_096;

    /**
     * Checks that what must be there is there.
     *
     * @param name what its owner calls it
     * @param owner who it belongs to
     * @param permission how far it reaches
     * @param scopes what it may do besides
     * @param metadata the application's own notes on it
     * @param resource what it opens; null for none
     * @param expiresAt when it ends by itself; null for never
     * @throws IllegalArgumentException if the metadata is too long
     */
    public ApiTokenRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
        metadata = Map.copyOf(metadata);
        int length = metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (length > LONGEST_METADATA) {
            throw new IllegalArgumentException(
                    "metadata: " + length + " characters (expected: <= " + LONGEST_METADATA + ")");
        }
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
        return new ApiTokenRequest(name, owner, permission, Scopes.none(), Map.of(), null, null);
    }

    /** The same, under another name. */
    ApiTokenRequest withName(String name) {
        return new ApiTokenRequest(name, owner, permission, scopes, metadata, resource, expiresAt);
    }

    /**
     * The same, bound to a resource.
     *
     * @param resource what the API token opens
     * @return the changed request
     */
    public ApiTokenRequest forResource(Resource resource) {
        return new ApiTokenRequest(
                name, owner, permission, scopes, metadata, Objects.requireNonNull(resource, "resource"), expiresAt);
    }

    /**
     * The same, with scopes.
     *
     * @param scopes what the API token may do besides its permission
     * @return the changed request
     */
    public ApiTokenRequest withScopes(Scopes scopes) {
        return new ApiTokenRequest(name, owner, permission, scopes, metadata, resource, expiresAt);
    }

    /**
     * The same, with the application's own notes.
     *
     * @param metadata keys and values, together at most 4,096 characters
     * @return the changed request
     * @throws IllegalArgumentException if they are longer
     */
    public ApiTokenRequest withMetadata(Map<String, String> metadata) {
        return new ApiTokenRequest(name, owner, permission, scopes, metadata, resource, expiresAt);
    }

    /**
     * The same, ending by itself.
     *
     * @param expiresAt when
     * @return the changed request
     */
    public ApiTokenRequest expiringAt(Instant expiresAt) {
        return new ApiTokenRequest(
                name, owner, permission, scopes, metadata, resource, Objects.requireNonNull(expiresAt, "expiresAt"));
    }
}
