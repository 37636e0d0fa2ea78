package dev.faregate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Creates callers. For code that verifies credentials, and for tests: a {@link Caller} says that a credential was verified, so
 * create one only after it was.
 */
public final class VerifiedCallers {

    private VerifiedCallers() {}

    /**
     * Creates the caller that a credential proves.
     *
     * @param kind the kind of credential that was presented
     * @param tokenId the public id of the API token or session; never its secret
     * @param owner the owner of the credential
     * @param resource the resource that the credential opens; null if it is bound to none
     * @param permission the permission of the credential
     * @param scopes the scopes of the credential
     * @return the caller
     */
    public static Caller verified(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes) {
        return VerifiedCaller.of(kind, tokenId, owner, resource, permission, scopes);
    }

    /**
     * Creates the caller that a credential proves, with the time at which its user signed in.
     *
     * @param kind the kind of credential that was presented
     * @param tokenId the public id of the API token or session; never its secret
     * @param owner the owner of the credential
     * @param resource the resource that the credential opens; null if it is bound to none
     * @param permission the permission of the credential
     * @param scopes the scopes of the credential
     * @param authenticatedAt the time of sign-in, cut to whole seconds; null if the credential is no session
     * @return the caller
     */
    public static Caller verified(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes,
            @Nullable Instant authenticatedAt) {
        return VerifiedCaller.of(kind, tokenId, owner, resource, permission, scopes, authenticatedAt);
    }

    /**
     * Creates the caller that a session proves. A session is bound to no resource.
     *
     * @param sessionId the public id of the session
     * @param user the user who signed in
     * @param permission the permission of the session
     * @param scopes the scopes of the session
     * @param authenticatedAt the time of sign-in, cut to whole seconds
     * @return the caller
     */
    public static Caller session(
            String sessionId, Owner user, Permission permission, Scopes scopes, Instant authenticatedAt) {
        return verified(CredentialKind.SESSION_TOKEN, sessionId, user, null, permission, scopes, authenticatedAt);
    }
}
