package dev.faregate.apitoken;

import java.time.Duration;

/** What became of a change of an expiry. A change that was refused changed nothing. */
public sealed interface ExpiryResult {

    /**
     * It has the new expiry.
     *
     * @param apiToken the changed facts
     */
    record Changed(ApiToken apiToken) implements ExpiryResult {}

    /** There is no such live API token. */
    record Unknown() implements ExpiryResult {}

    /** The new expiry lies in the past. Revoke the API token instead. */
    record AlreadyExpired() implements ExpiryResult {}

    /**
     * The lifetime since the issue would be longer than the policy allows. A rotation begins a new lifetime.
     *
     * @param longest the longest lifetime
     */
    record LifeTooLong(Duration longest) implements ExpiryResult {}

    /**
     * Returns the changed API token, for callers to whom a refusal would be a surprise.
     *
     * @return the changed facts
     * @throws IllegalStateException if it was refused; the message names the reason
     */
    default ApiToken orElseThrow() {
        if (this instanceof Changed done) {
            return done.apiToken();
        }
        throw new IllegalStateException("expiry of the API token not changed: " + this);
    }
}
