package dev.faregate.apitoken;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secrets that can be shown again, if there is a seal; without one there are none. Safe for use by many threads. */
final class SealedSecrets {

    private final ApiTokenStore store;
    private final @Nullable SecretSeal seal;
    private final ApiTokenListener listener;

    SealedSecrets(TokenIssuerBuilder settings) {
        this.store = settings.store;
        this.seal = settings.seal;
        this.listener = settings.listener;
    }

    /** What is stored of a new secret, to show it again; null without a seal. */
    @Nullable
    String seal(String id, String secret) {
        return seal == null ? null : seal.seal(id, secret);
    }

    Optional<String> reveal(String id) {
        requireSeal();
        return Optional.ofNullable(store.find(id)).map(this::open);
    }

    /** The secret, or null if it was stored when secrets were not recoverable. */
    @Nullable
    String open(StoredApiToken stored) {
        if (stored.sealedSecret() == null) {
            return null;
        }
        String secret = requireSeal().open(stored.apiToken().id(), stored.sealedSecret());
        listener.revealed(stored.apiToken());
        return secret;
    }

    SecretSeal requireSeal() {
        if (seal == null) {
            throw new IllegalStateException(
                    "secrets are not recoverable (expected: a seal, set when the issuer was built)");
        }
        return seal;
    }
}
