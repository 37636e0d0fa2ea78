package dev.faregate.apitoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Issues permanent API tokens, and knows them again. Safe for use by many threads.
 *
 * <p>Who may issue, list or revoke for whom is for the host application to say before it calls.
 */
public final class TokenIssuer {

    private final ApiTokenStore store;
    private final TokenFormat format;
    private final Quota quota;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * An issuer over a store.
     *
     * @param store where the API tokens live
     * @param format the shape of the secrets
     * @param quota how many live API tokens there may be
     * @param clock the time of issue and expiry
     * @param random makes ids and secrets
     */
    public TokenIssuer(ApiTokenStore store, TokenFormat format, Quota quota, InstantSource clock, SecureRandom random) {
        this.store = Objects.requireNonNull(store, "store");
        this.format = Objects.requireNonNull(format, "format");
        this.quota = Objects.requireNonNull(quota, "quota");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Issues an API token.
     *
     * @param request what it shall be
     * @return the API token with its secret, or why there is none
     */
    public IssueResult issue(ApiTokenRequest request) {
        String name = TokenName.normalized(request.name());
        String problem = TokenName.problem(name);
        if (problem != null) {
            return new IssueResult.InvalidName(problem);
        }
        Instant now = clock.instant();
        ApiToken apiToken = new ApiToken(
                TokenId.next(now, random),
                name,
                request.owner(),
                request.resource(),
                request.permission(),
                request.scopes(),
                now,
                request.expiresAt(),
                null);
        if (apiToken.expiredAt(now)) {
            return new IssueResult.AlreadyExpired();
        }
        String secret = format.generate(random);
        return switch (store.insert(apiToken, SecretDigest.of(secret), quota)) {
            case STORED -> new IssueResult.Issued(new IssuedApiToken(apiToken, secret));
            case NAME_TAKEN -> new IssueResult.NameTaken(name);
            case OWNER_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perOwner());
            case RESOURCE_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perResource());
        };
    }

    /**
     * Looks up a presented secret.
     *
     * @param secret the presented text; any text at all
     * @return the live API token it belongs to, or why it is rejected
     */
    public Verification<ApiToken> authenticate(String secret) {
        Objects.requireNonNull(secret, "secret");
        if (!format.matches(secret)) {
            return rejected(RejectionReason.MALFORMED);
        }
        ApiToken apiToken = store.findByDigest(SecretDigest.of(secret));
        if (apiToken == null) {
            return rejected(RejectionReason.UNKNOWN);
        }
        if (apiToken.revokedAt() != null) {
            return rejected(RejectionReason.REVOKED);
        }
        return apiToken.expiredAt(clock.instant()) ? rejected(RejectionReason.EXPIRED) : accepted(apiToken);
    }

    /**
     * Whether a text has the shape of this issuer's API tokens.
     *
     * @param text any text
     * @return true if it is worth looking up
     */
    public boolean recognizes(String text) {
        return format.matches(text);
    }

    /**
     * Finds an API token by its public id.
     *
     * @param id the id
     * @return the facts, if there is a live or expired one
     */
    public Optional<ApiToken> find(String id) {
        return Optional.ofNullable(store.find(Objects.requireNonNull(id, "id")));
    }

    /**
     * Lists live API tokens.
     *
     * @param query which, and which page
     * @return the page
     */
    public ApiTokenPage list(ApiTokenQuery query) {
        return store.list(query);
    }

    /**
     * Revokes an API token: when this returns, neither it nor any base token made from it is accepted on this node.
     *
     * @param id its public id
     * @return true if there was one to revoke
     */
    public boolean revoke(String id) {
        return store.revoke(Objects.requireNonNull(id, "id"), clock.instant());
    }

    /**
     * Changes what an API token may do. Base tokens that were made under a wider permission are dead when this returns.
     *
     * @param id its public id
     * @param permission the new permission
     * @return the changed facts, if there is a live or expired one
     */
    public Optional<ApiToken> changePermission(String id, Permission permission) {
        return Optional.ofNullable(store.changePermission(
                Objects.requireNonNull(id, "id"), Objects.requireNonNull(permission, "permission")));
    }
}
