package dev.faregate.apitoken;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts new API tokens into the store. Safe for use by many threads. */
final class Issuance {

    private static final Duration LONGEST_TEMPORARY_LIFE = Duration.ofDays(3_650);

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Secrets secrets;
    private final SealedSecrets sealed;
    private final Quota quota;
    private final @Nullable Duration longestLife;
    private final OwnerRights ownerRights;
    private final ApiTokenListener listener;

    Issuance(TokenIssuerBuilder settings, Secrets secrets, SealedSecrets sealed) {
        this.store = settings.store;
        this.clock = settings.clock;
        this.random = settings.random;
        this.secrets = secrets;
        this.sealed = sealed;
        this.quota = settings.quota;
        this.longestLife = settings.longestLife;
        this.ownerRights = settings.ownerRights;
        this.listener = settings.listener;
    }

    IssueResult issue(ApiTokenRequest request) {
        return store(request, secrets.generate());
    }

    IssueResult issueTemporary(ApiTokenRequest request, Duration life) {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_TEMPORARY_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "life: " + life + " (expected: > 0, at most " + LONGEST_TEMPORARY_LIFE + ", ten years)");
        }
        Instant now = clock.instant();
        String name = request.name() + ' ' + TokenId.next(now, random);
        return issue(request.withName(name).expiringAt(now.plus(life)));
    }

    IssueResult importSecret(ApiTokenRequest request, String secret) {
        // The store keeps one digest from being stored twice; under an older scheme the same secret has another.
        boolean usable = secrets.match(secret)
                && secrets.mayBeIssued(secret)
                && store.findByDigests(Set.copyOf(secrets.digests(secret))).isEmpty();
        return usable ? store(request, secret) : new IssueResult.UnusableSecret();
    }

    ImportResult importDigest(ApiTokenRequest request, SecretDigest digest) {
        Planned planned = plan(request);
        if (planned.refused() != null) {
            return new ImportResult.Refused(planned.refused());
        }
        ApiToken apiToken = Objects.requireNonNull(planned.apiToken());
        IssueResult.Refused refused = refused(new StoredApiToken(apiToken, digest, null));
        if (refused != null) {
            return new ImportResult.Refused(refused);
        }
        listener.issued(apiToken);
        return new ImportResult.Imported(apiToken);
    }

    private IssueResult store(ApiTokenRequest request, String secret) {
        Planned planned = plan(request);
        if (planned.refused() != null) {
            return planned.refused();
        }
        ApiToken apiToken = Objects.requireNonNull(planned.apiToken());
        IssueResult.Refused refused =
                refused(new StoredApiToken(apiToken, secrets.digest(secret), sealed.seal(apiToken.id(), secret)));
        if (refused != null) {
            return refused;
        }
        listener.issued(apiToken);
        return new IssueResult.Issued(new IssuedApiToken(apiToken, secret));
    }

    /** An API token that may be stored, or why not. */
    private record Planned(@Nullable ApiToken apiToken, IssueResult.@Nullable Refused refused) {}

    private Planned plan(ApiTokenRequest request) {
        Objects.requireNonNull(request, "request");
        String name = TokenName.normalized(request.name());
        String problem = TokenName.problem(name);
        if (problem != null) {
            return new Planned(null, new IssueResult.InvalidName(problem));
        }
        Instant now = clock.instant();
        Instant expiresAt = request.expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return new Planned(null, new IssueResult.AlreadyExpired());
        }
        if (longestLife != null && (expiresAt == null || now.plus(longestLife).isBefore(expiresAt))) {
            return new Planned(null, new IssueResult.LifeTooLong(longestLife));
        }
        if (ownerRights.of(request.owner(), request.resource()).isEmpty()) {
            return new Planned(null, new IssueResult.OwnerWithoutRights());
        }
        ApiToken apiToken = new ApiToken(
                TokenId.next(now, random),
                name,
                request.owner(),
                request.resource(),
                request.permission(),
                request.scopes(),
                request.metadata(),
                now,
                expiresAt,
                null,
                null);
        return new Planned(apiToken, null);
    }

    /** Stores; null if that is done. */
    private IssueResult.@Nullable Refused refused(StoredApiToken stored) {
        return switch (store.insert(stored, quota)) {
            case STORED -> null;
            case NAME_TAKEN -> new IssueResult.NameTaken(stored.apiToken().name());
            case OWNER_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perOwner());
            case RESOURCE_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perResource());
            case DIGEST_TAKEN -> new IssueResult.UnusableSecret();
        };
    }
}
