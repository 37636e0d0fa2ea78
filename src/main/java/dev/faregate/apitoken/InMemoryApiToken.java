package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token in memory, with what its rotation left behind. Immutable: a change is a new one in its place.
 *
 * @param stored the API token
 * @param issuedAt where the revocation log stood when it was issued
 * @param previous what its previous secret is found by; null if it was never rotated
 * @param previousUntil until when that works; null if it was never rotated
 * @param found what a look-up by its digest finds, made once and not for each request
 */
record InMemoryApiToken(
        StoredApiToken stored,
        long issuedAt,
        @Nullable SecretDigest previous,
        @Nullable Instant previousUntil,
        Found found) {

    InMemoryApiToken(StoredApiToken stored, long issuedAt) {
        this(stored, issuedAt, null, null);
    }

    private InMemoryApiToken(
            StoredApiToken stored, long issuedAt, @Nullable SecretDigest previous, @Nullable Instant previousUntil) {
        this(stored, issuedAt, previous, previousUntil, new Found(stored.apiToken(), null));
    }

    ApiToken apiToken() {
        return stored.apiToken();
    }

    String id() {
        return stored.apiToken().id();
    }

    InMemoryApiToken with(ApiToken changed) {
        return new InMemoryApiToken(
                new StoredApiToken(changed, stored.digest(), stored.sealedSecret()), issuedAt, previous, previousUntil);
    }

    InMemoryApiToken rotated(SecretDigest next, @Nullable String sealedSecret, Instant until) {
        return new InMemoryApiToken(
                new StoredApiToken(stored.apiToken(), next, sealedSecret), issuedAt, stored.digest(), until);
    }
}
