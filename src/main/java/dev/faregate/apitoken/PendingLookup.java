package dev.faregate.apitoken;

import dev.faregate.apitoken.ApiTokenStore.Found;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A look-up of one secret that waits for its turn. Equal only to itself. */
final class PendingLookup {

    private final String client;
    private final List<SecretDigest> digests;
    private final long since;
    private final CompletableFuture<@Nullable Found> result = new CompletableFuture<>();

    /**
     * A look-up.
     *
     * @param client what the sender of the secret is known by
     * @param digests what the secret may be stored under, the most likely first
     * @param since when it came, in nanoseconds of the queue's clock
     */
    PendingLookup(String client, List<SecretDigest> digests, long since) {
        this.client = client;
        this.digests = digests;
        this.since = since;
    }

    String client() {
        return client;
    }

    List<SecretDigest> digests() {
        return digests;
    }

    /** What tells the secret from others. */
    SecretDigest key() {
        return digests.get(0);
    }

    long since() {
        return since;
    }

    /** The answer of the store, or its failure. */
    CompletableFuture<@Nullable Found> result() {
        return result;
    }

    /** Answers another look-up of the same secret, too. */
    void answer(PendingLookup other) {
        CompletionStage<@Nullable Found> answered = result;
        answered.whenComplete((found, failure) -> {
            if (failure == null) {
                other.result.complete(found);
            } else {
                other.result.completeExceptionally(failure);
            }
        });
    }

    /** The digest that leads to something; null if none does. */
    @Nullable
    SecretDigest foundBy(Map<SecretDigest, Found> found) {
        for (SecretDigest digest : digests) {
            if (found.containsKey(digest)) {
                return digest;
            }
        }
        return null;
    }
}
