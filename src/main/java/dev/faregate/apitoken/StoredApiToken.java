package dev.faregate.apitoken;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An API token as it goes into a store: its facts, what it is found by, and, only if the application wants secrets to be
 * recoverable, the sealed secret.
 *
 * @param apiToken the facts
 * @param digest what it is found by
 * @param sealedSecret the secret, encrypted under a key that the store does not have; null if it is not recoverable
 */
public record StoredApiToken(
        ApiToken apiToken, SecretDigest digest, @Nullable String sealedSecret) {

    /**
     * Checks that what must be there is there.
     *
     * @param apiToken the facts
     * @param digest what it is found by
     * @param sealedSecret the sealed secret, or null
     */
    public StoredApiToken {
        Objects.requireNonNull(apiToken, "apiToken");
        Objects.requireNonNull(digest, "digest");
    }

    /** Leaves the sealed secret out. */
    @Override
    public String toString() {
        return "StoredApiToken[apiToken=" + apiToken + ", digest=" + digest + ", sealedSecret="
                + (sealedSecret == null ? "none" : "<redacted>") + "]";
    }
}
