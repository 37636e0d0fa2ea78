package dev.faregate.apitoken;

/** What became of a digest to be imported. What was refused left nothing behind. */
public sealed interface ImportResult {

    /**
     * It was imported.
     *
     * @param apiToken the API token; only its owner has the secret
     */
    record Imported(ApiToken apiToken) implements ImportResult {}

    /**
     * It was refused.
     *
     * @param reason the reason, as for an issue; {@link IssueResult.UnusableSecret} if the digest belongs to another API token
     */
    record Refused(IssueResult.Refused reason) implements ImportResult {}

    /**
     * Returns the imported API token, for callers to whom a refusal would be a surprise.
     *
     * @return the API token
     * @throws IllegalStateException if it was refused; the message names the reason
     */
    default ApiToken orElseThrow() {
        if (this instanceof Imported done) {
            return done.apiToken();
        }
        throw new IllegalStateException("digest not imported: " + this);
    }
}
