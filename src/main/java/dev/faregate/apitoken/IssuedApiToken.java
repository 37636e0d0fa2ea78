package dev.faregate.apitoken;

import java.util.Objects;

/**
 * An API token and its secret, which exists only here and at its owner's. {@code toString} leaves the secret out.
 *
 * @param apiToken the stored facts
 * @param secret the text that the owner presents; show it once, store it nowhere
 */
public record IssuedApiToken(ApiToken apiToken, String secret) {

    /**
     * Checks that both are there.
     *
     * @param apiToken the stored facts
     * @param secret the text that the owner presents
     */
    public IssuedApiToken {
        Objects.requireNonNull(apiToken, "apiToken");
        Objects.requireNonNull(secret, "secret");
    }

    /**
     * The public id, by which it is revoked or changed.
     *
     * @return the id of {@link #apiToken}
     */
    public String id() {
        return apiToken.id();
    }

    @Override
    public String toString() {
        return "IssuedApiToken[apiToken=" + apiToken + ", secret=<redacted>]";
    }
}
