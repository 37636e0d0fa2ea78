package dev.faregate.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a verified credential proves. Only Faregate's verifying services make one from a credential; holding a
 * {@code Principal} is no proof in itself.
 *
 * @param kind the kind of credential that was presented
 * @param tokenId the public id of the API token (also for a base token made from it) or of the session; safe to log
 * @param owner who the credential belongs to
 * @param resource what it opens; null if it is bound to no resource
 * @param permission how far it reaches
 * @param scopes what it may do besides
 */
public record Principal(
        CredentialKind kind,
        String tokenId,
        Owner owner,
        @Nullable Resource resource,
        Permission permission,
        Scopes scopes) {

    /**
     * Checks the components.
     *
     * @param kind the kind of credential
     * @param tokenId the public id of the token or session
     * @param owner who it belongs to
     * @param resource what it opens; null for none
     * @param permission how far it reaches
     * @param scopes what it may do besides
     */
    public Principal {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(tokenId, "tokenId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
    }
}
