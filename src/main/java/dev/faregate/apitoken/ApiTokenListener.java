package dev.faregate.apitoken;

import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;

/**
 * Hears what becomes of API tokens, for an audit trail. Called on the thread that did it, after it is done: be quick, and throw
 * nothing. No method is ever handed a secret.
 */
public interface ApiTokenListener {

    /**
     * One was issued or imported.
     *
     * @param apiToken its facts
     */
    default void issued(ApiToken apiToken) {}

    /**
     * One has a new name.
     *
     * @param before its facts before
     * @param after its facts now
     */
    default void renamed(ApiToken before, ApiToken after) {}

    /**
     * One has another permission or other scopes.
     *
     * @param before its facts before
     * @param after its facts now
     */
    default void rightsChanged(ApiToken before, ApiToken after) {}

    /**
     * One has a new secret.
     *
     * @param apiToken its facts
     * @param previousUntil until when the previous secret works
     */
    default void rotated(ApiToken apiToken, Instant previousUntil) {}

    /**
     * The secret of one was shown to its owner again.
     *
     * @param apiToken its facts
     */
    default void revealed(ApiToken apiToken) {}

    /**
     * One was revoked.
     *
     * @param apiToken its facts
     */
    default void revoked(ApiToken apiToken) {}

    /**
     * All of an owner, a resource, or everything, were revoked.
     *
     * @param target what was revoked
     */
    default void allRevoked(RevocationTarget target) {}

    /**
     * One was reported as leaked, and revoked for it.
     *
     * @param apiToken its facts
     */
    default void leaked(ApiToken apiToken) {}

    /**
     * A presented secret was rejected.
     *
     * @param reason why
     */
    default void rejected(RejectionReason reason) {}

    /**
     * Hears nothing.
     *
     * @return the listener
     */
    static ApiTokenListener none() {
        return new ApiTokenListener() {};
    }
}
