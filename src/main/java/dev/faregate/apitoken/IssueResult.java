package dev.faregate.apitoken;

import java.time.Duration;

/** What became of a request for an API token. What was refused left nothing behind. */
public sealed interface IssueResult {

    /**
     * It was issued.
     *
     * @param issued the API token and its secret
     */
    record Issued(IssuedApiToken issued) implements IssueResult {}

    /** It was refused. */
    sealed interface Refused extends IssueResult {}

    /**
     * The name will not do.
     *
     * @param problem what is wrong with it, in words that may be shown to whoever chose it
     */
    record InvalidName(String problem) implements Refused {}

    /**
     * A live API token of this resource (or of this owner, without a resource) has the name already.
     *
     * @param name the name
     */
    record NameTaken(String name) implements Refused {}

    /**
     * The owner or the resource has as many live API tokens as it may have.
     *
     * @param quota the number that was reached
     */
    record QuotaReached(int quota) implements Refused {}

    /**
     * The requested end lies in the past.
     */
    record AlreadyExpired() implements Refused {}

    /**
     * The API token would live longer than the policy allows.
     *
     * @param longest the longest life
     */
    record LifeTooLong(Duration longest) implements Refused {}

    /**
     * The secret to be imported has not the shape of any that this issuer accepts, or belongs to another API token.
     */
    record UnusableSecret() implements Refused {}

    /**
     * The owner has no rights on the resource that the API token shall be bound to; without a resource, no rights at all. See {@link
     * OwnerRights}.
     */
    record OwnerWithoutRights() implements Refused {}

    /**
     * The issued token, for callers to whom a refusal would be a surprise.
     *
     * @return the API token and its secret
     * @throws IllegalStateException if it was refused; the message says why
     */
    default IssuedApiToken orElseThrow() {
        if (this instanceof Issued granted) {
            return granted.issued();
        }
        throw new IllegalStateException("no API token issued: " + this);
    }
}
