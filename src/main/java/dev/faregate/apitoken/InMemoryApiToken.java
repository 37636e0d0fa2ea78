package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token in memory, with the secrets that its rotations left a grace. Immutable: a change is a new one in its place.
 *
 * @param stored the API token
 * @param issuedAt the position of the revocation log when the API token was issued
 * @param former the former secrets whose grace runs, the oldest first
 * @param found the result of a look-up by its digest, made once and not for each request
 */
record InMemoryApiToken(StoredApiToken stored, long issuedAt, List<Former> former, Found found) {

    /**
     * A former secret.
     *
     * @param digest the digest it is found by
     * @param until the end of its grace
     */
    record Former(SecretDigest digest, Instant until) {}

    InMemoryApiToken(StoredApiToken stored, long issuedAt) {
        this(stored, issuedAt, List.of());
    }

    private InMemoryApiToken(StoredApiToken stored, long issuedAt, List<Former> former) {
        this(stored, issuedAt, former, Found.current(stored.apiToken()));
    }

    ApiToken apiToken() {
        return stored.apiToken();
    }

    String id() {
        return stored.apiToken().id();
    }

    /** The former secret of a digest; null if its grace does not run. */
    @Nullable
    Former former(SecretDigest digest) {
        for (Former candidate : former) {
            if (candidate.digest().equals(digest)) {
                return candidate;
            }
        }
        return null;
    }

    InMemoryApiToken with(ApiToken changed) {
        return new InMemoryApiToken(
                new StoredApiToken(changed, stored.digest(), stored.sealedSecret()), issuedAt, former);
    }

    InMemoryApiToken without(SecretDigest ended) {
        List<Former> rest =
                former.stream().filter(other -> !other.digest().equals(ended)).toList();
        return new InMemoryApiToken(stored, issuedAt, rest);
    }

    InMemoryApiToken rotated(Rotation rotation) {
        List<Former> left = List.of();
        if (rotation.formerUntil() != null) {
            left = new ArrayList<>(former);
            left.add(new Former(stored.digest(), rotation.formerUntil()));
        }
        ApiToken facts = rotation.expiry() == null
                ? stored.apiToken()
                : stored.apiToken().withExpiry(rotation.expiry().at());
        return new InMemoryApiToken(
                new StoredApiToken(facts, rotation.next(), rotation.sealedSecret()), issuedAt, List.copyOf(left));
    }
}
