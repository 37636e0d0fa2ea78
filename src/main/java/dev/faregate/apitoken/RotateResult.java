package dev.faregate.apitoken;

import java.time.Duration;

/** What became of a rotation. A rotation that was refused changed nothing: every secret works as before. */
public sealed interface RotateResult {

    /**
     * It has the new secret.
     *
     * @param rotated the API token and its new secret
     */
    record Rotated(IssuedApiToken rotated) implements RotateResult {}

    /** There is no such live API token. */
    record Unknown() implements RotateResult {}

    /**
     * As many former secrets of the API token work as may at once. Wait for the end of a grace, or rotate without one.
     *
     * @param most the largest number
     */
    record TooManySecrets(int most) implements RotateResult {}

    /** The new expiry lies in the past. */
    record AlreadyExpired() implements RotateResult {}

    /**
     * The lifetime that would begin now is longer than the policy allows.
     *
     * @param longest the longest lifetime
     */
    record LifeTooLong(Duration longest) implements RotateResult {}

    /**
     * Returns the rotated API token, for callers to whom a refusal would be a surprise.
     *
     * @return the API token and its new secret
     * @throws IllegalStateException if it was refused; the message names the reason
     */
    default IssuedApiToken orElseThrow() {
        if (this instanceof Rotated done) {
            return done.rotated();
        }
        throw new IllegalStateException("API token not rotated: " + this);
    }
}
