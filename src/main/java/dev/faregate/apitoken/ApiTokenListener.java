package dev.faregate.apitoken;

import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;

/**
 * Hears what becomes of API tokens, for an audit trail. Called on the thread that did it, after it is done: be quick, and throw
 * nothing. What one throws goes to the log. No method is ever handed a secret.
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
     * Notices that one has another expiry.
     *
     * @param before its facts before
     * @param after its facts now
     */
    default void expiryChanged(ApiToken before, ApiToken after) {}

    /**
     * Notices that a former secret of one was revoked before its grace was over. The API token stays live.
     *
     * @param apiToken its facts
     */
    default void formerSecretRevoked(ApiToken apiToken) {}

    /**
     * One has a new secret.
     *
     * @param apiToken its facts
     * @param previousUntil until when the previous secret works; the time of the rotation if it ended at once, and all before it
     */
    default void rotated(ApiToken apiToken, Instant previousUntil) {}

    /**
     * The previous secret of one was used, in the grace of a rotation: somebody still has to move to the new one. Called for each use.
     *
     * @param apiToken its facts
     * @param previousUntil until when the previous secret works
     */
    default void previousSecretUsed(ApiToken apiToken, Instant previousUntil) {}

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
     * A secret of one was reported as leaked, and revoked for it: {@link #revoked} or {@link #formerSecretRevoked} was called before.
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
