package dev.faregate.apitoken;

import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes live API tokens: their names, rights, expiries and secrets. Safe for use by many threads. */
final class Changes {

    private static final Duration LONGEST_GRACE = Duration.ofDays(3_650);

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final Secrets secrets;
    private final SealedSecrets sealed;
    private final @Nullable Duration longestLife;
    private final ApiTokenListener listener;

    Changes(TokenIssuerBuilder settings, Secrets secrets, SealedSecrets sealed) {
        this.store = settings.store;
        this.clock = settings.clock;
        this.secrets = secrets;
        this.sealed = sealed;
        this.longestLife = settings.longestLife;
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

    ExpiryResult changeExpiry(String id, @Nullable Instant expiresAt) {
        ApiToken before = live(id);
        if (before == null) {
            return new ExpiryResult.Unknown();
        }
        if (isPast(expiresAt)) {
            return new ExpiryResult.AlreadyExpired();
        }
        // A lifetime that is too long already, from before the policy, may be shortened to one that still is.
        if (longestLife != null
                && isLongerThan(longestLife, before.createdAt(), expiresAt)
                && !before.withExpiry(expiresAt).expiresBefore(before)) {
            return new ExpiryResult.LifeTooLong(longestLife);
        }
        ApiToken after = store.changeExpiry(id, expiresAt);
        if (after == null) {
            return new ExpiryResult.Unknown();
        }
        listener.expiryChanged(before, after);
        return new ExpiryResult.Changed(after);
    }

    /** With a null expiry, that stays as it is. */
    RotateResult rotate(String id, Duration grace, Rotation.@Nullable NewExpiry expiry) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "grace: " + grace + " (expected: PT0S to " + LONGEST_GRACE + ", ten years)");
        }
        Instant now = clock.instant();
        if (expiry != null && isPast(expiry.at())) {
            return new RotateResult.AlreadyExpired();
        }
        if (expiry != null && longestLife != null && isLongerThan(longestLife, now, expiry.at())) {
            return new RotateResult.LifeTooLong(longestLife);
        }
        String secret = secrets.generate();
        Instant formerUntil = grace.isZero() ? null : now.plus(grace);
        Rotation rotation = new Rotation(secrets.digest(secret), sealed.seal(id, secret), formerUntil, expiry);
        return switch (store.rotate(Objects.requireNonNull(id, "id"), rotation)) {
            case ROTATED -> rotated(id, secret, now.plus(grace));
            case UNKNOWN -> new RotateResult.Unknown();
            case TOO_MANY_SECRETS -> new RotateResult.TooManySecrets(ApiTokenStore.MOST_FORMER_SECRETS);
        };
    }

    private RotateResult rotated(String id, String secret, Instant formerUntil) {
        ApiToken rotated = live(id);
        if (rotated == null) {
            return new RotateResult.Unknown();
        }
        listener.rotated(rotated, formerUntil);
        return new RotateResult.Rotated(new IssuedApiToken(rotated, secret));
    }

    private boolean isPast(@Nullable Instant expiresAt) {
        return expiresAt != null && !clock.instant().isBefore(expiresAt);
    }

    private static boolean isLongerThan(Duration longest, Instant since, @Nullable Instant expiresAt) {
        return expiresAt == null || since.plus(longest).isBefore(expiresAt);
    }

    private @Nullable ApiToken live(String id) {
        StoredApiToken stored = store.find(Objects.requireNonNull(id, "id"));
        return stored == null ? null : stored.apiToken();
    }
}
