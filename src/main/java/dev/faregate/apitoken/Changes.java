package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes live API tokens: their names, rights and secrets. Safe for use by many threads. */
final class Changes {

    private static final Duration LONGEST_GRACE = Duration.ofDays(3_650);

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final Secrets secrets;
    private final SealedSecrets sealed;
    private final ApiTokenListener listener;

    Changes(TokenIssuerBuilder settings, Secrets secrets, SealedSecrets sealed) {
        this.store = settings.store;
        this.clock = settings.clock;
        this.secrets = secrets;
        this.sealed = sealed;
        this.listener = settings.listener;
    }

    RenameResult rename(String id, String name) {
        String normalized = TokenName.normalized(name);
        String problem = TokenName.problem(normalized);
        if (problem != null) {
            return new RenameResult.InvalidName(problem);
        }
        ApiToken before = live(id);
        if (before == null) {
            return new RenameResult.Unknown();
        }
        return switch (store.rename(id, normalized)) {
            case RENAMED -> {
                ApiToken after = before.withName(normalized);
                listener.renamed(before, after);
                yield new RenameResult.Renamed(after);
            }
            case NAME_TAKEN -> new RenameResult.NameTaken(normalized);
            case UNKNOWN -> new RenameResult.Unknown();
        };
    }

    /** Changes what is not null. */
    Optional<ApiToken> changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        ApiToken before = live(id);
        if (before == null) {
            return Optional.empty();
        }
        Optional<ApiToken> after = Optional.ofNullable(store.changeRights(id, permission, scopes));
        after.ifPresent(changed -> listener.rightsChanged(before, changed));
        return after;
    }

    Optional<IssuedApiToken> rotate(String id, Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "grace: " + grace + " (expected: PT0S to " + LONGEST_GRACE + ", ten years)");
        }
        String secret = secrets.generate();
        Instant previousUntil = clock.instant().plus(grace);
        if (!store.rotate(id, secrets.digest(secret), sealed.seal(id, secret), previousUntil)) {
            return Optional.empty();
        }
        ApiToken rotated = live(id);
        if (rotated == null) {
            return Optional.empty();
        }
        listener.rotated(rotated, previousUntil);
        return Optional.of(new IssuedApiToken(rotated, secret));
    }

    private @Nullable ApiToken live(String id) {
        StoredApiToken stored = store.find(Objects.requireNonNull(id, "id"));
        return stored == null ? null : stored.apiToken();
    }
}
