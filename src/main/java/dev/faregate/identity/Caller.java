package dev.faregate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a request, as a verified credential proves it. Immutable; thread-safe.
 *
 * <p>A handler that is given a {@code Caller} relies on it. So no framework can create one from a request: the interface is
 * sealed, its implementation is hidden and has no constructor or factory that data binding can find. Only code that verifies a
 * credential creates one, by {@link VerifiedCallers}.
 */
public sealed interface Caller permits VerifiedCaller {

    /**
     * Returns the kind of credential that was presented.
     *
     * @return the kind
     */
    CredentialKind kind();

    /**
     * Returns the public id of the API token (also for a base token made from it) or of the session.
     *
     * @return the id; safe to log
     */
    String tokenId();

    /**
     * Returns the owner of the credential.
     *
     * @return the owner
     */
    Owner owner();

    /**
     * Returns the resource that the credential opens.
     *
     * @return the resource; null if the credential is bound to none
     */
    @Nullable
    Resource resource();

    /**
     * Returns the permission of the credential.
     *
     * @return the permission
     */
    Permission permission();

    /**
     * Returns the scopes of the credential, which it has besides its permission.
     *
     * @return the scopes; may be empty
     */
    Scopes scopes();

    /**
     * Returns the time at which the user of a session signed in, in whole seconds ({@code auth_time}, OpenID Connect Core section 2).
     * Refreshing the session does not change it.
     *
     * @return the time; null for an API token and for a base token
     */
    @Nullable
    Instant authenticatedAt();
}
