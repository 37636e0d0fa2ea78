package dev.faregate.apitoken;

/** What became of the revocation of a presented secret. */
public sealed interface SecretRevocation {

    /**
     * It was the current secret: its API token is revoked, with all its secrets and all base tokens made from it.
     *
     * @param apiToken the facts of the API token before
     */
    record ApiTokenRevoked(ApiToken apiToken) implements SecretRevocation {}

    /**
     * It was a former secret whose grace ran: that secret is revoked, with all base tokens made from the API token until now. The API
     * token stays live, and its other secrets work.
     *
     * @param apiToken the facts of the API token
     */
    record FormerSecretRevoked(ApiToken apiToken) implements SecretRevocation {}

    /** It is no live secret. */
    record NotLive() implements SecretRevocation {}
}
