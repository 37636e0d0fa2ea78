package dev.faregate.apitoken;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues permanent API tokens, and knows them again. Safe for use by many threads.
 *
 * <p>Who may issue, list, change or revoke for whom is for the host application to say before it calls.
 */
public final class TokenIssuer {

    private static final Duration TEN_YEARS = Duration.ofDays(3_650);

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final TokenFormat format;
    private final List<TokenFormat> imported;
    private final Quota quota;
    private final @Nullable Duration longestLife;
    private final DigestScheme digests;
    private final @Nullable SecretSeal seal;
    private final OwnerRights ownerRights;
    private final ApiTokenListener listener;
    private final LastUses lastUses;

    TokenIssuer(TokenIssuerBuilder settings) {
        this.store = settings.store;
        this.clock = settings.clock;
        this.random = settings.random;
        this.format = settings.format;
        this.imported = List.copyOf(settings.imported);
        this.quota = settings.quota;
        this.longestLife = settings.longestLife;
        this.digests = settings.digests;
        this.seal = settings.seal;
        this.ownerRights = settings.ownerRights;
        this.listener = settings.listener;
        this.lastUses = new LastUses(store, settings.later);
    }

    /**
     * Begins an issuer over a store.
     *
     * @param store where the API tokens live
     * @return a builder with safe defaults
     */
    public static TokenIssuerBuilder builder(ApiTokenStore store) {
        return new TokenIssuerBuilder(store);
    }

    /**
     * Issues an API token.
     *
     * @param request what it shall be
     * @return the API token with its secret, or why there is none
     */
    public IssueResult issue(ApiTokenRequest request) {
        return store(request, format.generate(random));
    }

    /**
     * Issues an API token unless it is there already: then its secret is shown again. However often this is asked, and by however
     * many at once, one API token of the name is alive; so a user gets the same one at each sign-in, until it is revoked.
     *
     * @param request what it shall be; one that is there already stays as it is, whatever the request says besides
     * @return the API token with its secret; or why there is none, as {@link IssueResult.NameTaken} where the name is another
     *     owner's, or where the secret was stored when secrets were not recoverable
     * @throws IllegalStateException if secrets are not recoverable here, or the seal does not open
     */
    public IssueResult issueOnce(ApiTokenRequest request) {
        requireSeal();
        while (true) {
            Optional<ApiToken> there = ofTheNameIn(request);
            if (there.isPresent()) {
                Optional<IssueResult> shown = shownAgain(there.get(), request.owner());
                if (shown.isPresent()) {
                    return shown.get();
                }
                // Revoked between the two: issue it anew.
                continue;
            }
            IssueResult result = issue(request);
            if (!(result instanceof IssueResult.NameTaken)) {
                return result;
            }
            // Issued by somebody else between the two: show that.
        }
    }

    private Optional<ApiToken> ofTheNameIn(ApiTokenRequest request) {
        Resource resource = request.resource();
        return resource == null
                ? ownedBy(request.owner()).named(request.name())
                : list(ApiTokenQuery.of(resource).named(request.name())).apiTokens().stream()
                        .findFirst();
    }

    /** Empty if there is no such live API token any more. */
    private Optional<IssueResult> shownAgain(ApiToken apiToken, Owner owner) {
        if (!apiToken.owner().equals(owner)) {
            return Optional.of(new IssueResult.NameTaken(apiToken.name()));
        }
        return Optional.ofNullable(store.find(apiToken.id())).map(stored -> {
            String secret = opened(stored);
            return secret == null
                    ? new IssueResult.NameTaken(apiToken.name())
                    : new IssueResult.Issued(new IssuedApiToken(stored.apiToken(), secret));
        });
    }

    /**
     * Issues an API token for a short while, for a page or a script that needs one and whose user shall not have to name it. It
     * ends by itself, and stands in no list of {@linkplain ApiTokenQuery#permanent() permanent} ones. It counts into the quota.
     *
     * @param request what it shall be, with a name of at most 67 characters that says what for; a random text is added, so that no two are the same
     * @param life how long it lives, whatever end the request names: more than nothing, at most ten years
     * @return the API token with its secret, or why there is none
     * @throws IllegalArgumentException if the life is out of range
     */
    public IssueResult issueTemporary(ApiTokenRequest request, Duration life) {
        if (life.isNegative() || life.isZero() || life.compareTo(TEN_YEARS) > 0) {
            throw new IllegalArgumentException(
                    "life: " + life + " (expected: > 0, at most " + TEN_YEARS + ", ten years)");
        }
        Instant now = clock.instant();
        String name = request.name() + ' ' + TokenId.next(now, random);
        return issue(request.withName(name).expiringAt(now.plus(life)));
    }

    /**
     * Takes over an API token that another system has issued
     * /**
     * Takes over an API token that another system has issued: its owner goes on using the secret they have.
     *
     * @param request what it shall be
     * @param secret the secret that its owner has, in a format that this issuer accepts
     * @return the API token with its secret, or why there is none
     */
    public IssueResult importSecret(ApiTokenRequest request, String secret) {
        // The store keeps one digest from being stored twice; under an older scheme the same secret has another.
        boolean usable = recognizes(secret) && find(digests, secret) == null;
        return usable ? store(request, secret) : new IssueResult.UnusableSecret();
    }

    private IssueResult store(ApiTokenRequest request, String secret) {
        Objects.requireNonNull(request, "request");
        String name = TokenName.normalized(request.name());
        String problem = TokenName.problem(name);
        if (problem != null) {
            return new IssueResult.InvalidName(problem);
        }
        Instant now = clock.instant();
        Instant expiresAt = request.expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return new IssueResult.AlreadyExpired();
        }
        if (longestLife != null && (expiresAt == null || now.plus(longestLife).isBefore(expiresAt))) {
            return new IssueResult.LifeTooLong(longestLife);
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
        String sealed = seal == null ? null : seal.seal(apiToken.id(), secret);
        StoredApiToken stored = new StoredApiToken(apiToken, digests.digest(secret), sealed);
        return switch (store.insert(stored, quota)) {
            case STORED -> issued(apiToken, secret);
            case NAME_TAKEN -> new IssueResult.NameTaken(name);
            case OWNER_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perOwner());
            case RESOURCE_QUOTA_REACHED -> new IssueResult.QuotaReached(quota.perResource());
            case DIGEST_TAKEN -> new IssueResult.UnusableSecret();
        };
    }

    private IssueResult issued(ApiToken apiToken, String secret) {
        listener.issued(apiToken);
        return new IssueResult.Issued(new IssuedApiToken(apiToken, secret));
    }

    /**
     * Looks up a presented secret.
     *
     * @param secret the presented text; any text at all
     * @return the live API token it belongs to, with no more rights than its owner has now and, for the previous secret of a
     *     rotated one, no longer life than that secret has; or why it is rejected
     */
    public Verification<ApiToken> authenticate(String secret) {
        Verification<ApiToken> verification = check(Objects.requireNonNull(secret, "secret"), true);
        if (verification instanceof Verification.Rejected<ApiToken> rejection) {
            listener.rejected(rejection.reason());
        }
        return verification;
    }

    /**
     * The API token that a secret belongs to, if both live.
     *
     * @param used whether it is being used, as far as its owner may use it now, which is noted; else what its owner may do is no matter
     */
    private Verification<ApiToken> check(String secret, boolean used) {
        if (!recognizes(secret)) {
            return rejected(RejectionReason.MALFORMED);
        }
        Found found = find(digests, secret);
        if (found == null) {
            return rejected(RejectionReason.UNKNOWN);
        }
        Instant now = clock.instant();
        ApiToken apiToken = found.apiToken();
        if (apiToken.revokedAt() != null) {
            return rejected(RejectionReason.REVOKED);
        }
        Instant worksUntil = found.worksUntil();
        if (apiToken.expiredAt(now) || (worksUntil != null && !now.isBefore(worksUntil))) {
            return rejected(RejectionReason.EXPIRED);
        }
        if (!used) {
            return accepted(apiToken);
        }
        Optional<OwnerRights.Rights> rights = ownerRights.of(apiToken.owner(), apiToken.resource());
        if (rights.isEmpty()) {
            return rejected(RejectionReason.OWNER_WITHOUT_RIGHTS);
        }
        lastUses.note(apiToken, now);
        return accepted(apiToken.limitedTo(rights.get()).endingBy(worksUntil));
    }

    private @Nullable Found find(DigestScheme scheme, String secret) {
        Found found = store.findByDigest(scheme.digest(secret));
        if (found == null) {
            for (DigestScheme older : scheme.older()) {
                found = store.findByDigest(older.digest(secret));
                if (found != null) {
                    return found;
                }
            }
        }
        return found;
    }

    /**
     * Whether a text has the shape of API tokens that this issuer accepts.
     *
     * @param text any text
     * @return true if it is worth looking up
     */
    public boolean recognizes(String text) {
        Objects.requireNonNull(text, "text");
        if (format.matches(text)) {
            return true;
        }
        for (TokenFormat other : imported) {
            if (other.matches(text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds a live API token by its public id.
     *
     * @param id the id
     * @return the facts
     */
    public Optional<ApiToken> find(String id) {
        return Optional.ofNullable(store.find(Objects.requireNonNull(id, "id"))).map(StoredApiToken::apiToken);
    }

    /**
     * The API tokens of one owner, as far as that owner may handle them: for a page on which users see to their own.
     *
     * @param owner whose
     * @return what the owner sees
     */
    public OwnedApiTokens ownedBy(Owner owner) {
        return new OwnedApiTokens(this, owner);
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
     * The secret of a live API token, to show it to its owner again.
     *
     * @param id its public id
     * @return the secret; empty if there is no such API token, or it was stored when secrets were not recoverable
     * @throws IllegalStateException if secrets are not recoverable here, or the seal does not open
     */
    public Optional<String> reveal(String id) {
        requireSeal();
        return Optional.ofNullable(store.find(Objects.requireNonNull(id, "id"))).map(this::opened);
    }

    /** The secret, or null if it was stored when secrets were not recoverable. */
    private @Nullable String opened(StoredApiToken stored) {
        if (stored.sealedSecret() == null) {
            return null;
        }
        String secret = requireSeal().open(stored.apiToken().id(), stored.sealedSecret());
        listener.revealed(stored.apiToken());
        return secret;
    }

    private SecretSeal requireSeal() {
        if (seal == null) {
            throw new IllegalStateException(
                    "secrets are not recoverable (expected: a seal, set when the issuer was built)");
        }
        return seal;
    }

    /**
     * Gives a live API token another name.
     *
     * @param id its public id
     * @param name the new name
     * @return what became of it
     */
    public RenameResult rename(String id, String name) {
        String normalized = TokenName.normalized(name);
        String problem = TokenName.problem(normalized);
        if (problem != null) {
            return new RenameResult.InvalidName(problem);
        }
        ApiToken before = find(id).orElse(null);
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

    /**
     * Changes the permission of a live API token. Base tokens that were made under a wider one are dead when this returns.
     *
     * @param id its public id
     * @param permission the new permission
     * @return the changed facts, if there is such a live API token
     */
    public Optional<ApiToken> changePermission(String id, Permission permission) {
        return changeRights(id, Objects.requireNonNull(permission, "permission"), null);
    }

    /**
     * Changes the scopes of a live API token. Base tokens that were made under wider ones are dead when this returns.
     *
     * @param id its public id
     * @param scopes the new scopes
     * @return the changed facts, if there is such a live API token
     */
    public Optional<ApiToken> changeScopes(String id, Scopes scopes) {
        return changeRights(id, null, Objects.requireNonNull(scopes, "scopes"));
    }

    private Optional<ApiToken> changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        ApiToken before = find(id).orElse(null);
        if (before == null) {
            return Optional.empty();
        }
        Optional<ApiToken> after = Optional.ofNullable(store.changeRights(id, permission, scopes));
        after.ifPresent(changed -> listener.rightsChanged(before, changed));
        return after;
    }

    /**
     * Gives a live API token a new secret, while the previous one goes on working for a while.
     *
     * @param id its public id
     * @param grace how long the previous secret works; zero if it has leaked: then base tokens that were made with it are dead
     *     when this returns. With a grace, those live on, but what is made with the previous secret from now on ends with it
     * @return the API token with its new secret, if there is such a live API token
     * @throws IllegalArgumentException if the grace is negative or longer than ten years
     */
    public Optional<IssuedApiToken> rotate(String id, Duration grace) {
        if (grace.isNegative() || grace.compareTo(TEN_YEARS) > 0) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: PT0S to " + TEN_YEARS + ", ten years)");
        }
        String secret = format.generate(random);
        Instant previousUntil = clock.instant().plus(grace);
        String sealed = seal == null ? null : seal.seal(id, secret);
        if (!store.rotate(id, digests.digest(secret), sealed, previousUntil)) {
            return Optional.empty();
        }
        return find(id).map(apiToken -> {
            listener.rotated(apiToken, previousUntil);
            return new IssuedApiToken(apiToken, secret);
        });
    }

    /**
     * Revokes an API token: when this returns, neither it nor any base token made from it is accepted on this node.
     *
     * @param id its public id
     * @return true if there was a live one to revoke
     * @throws IllegalArgumentException if the text has the shape of a secret, which is not what names an API token
     */
    public boolean revoke(String id) {
        if (recognizes(id)) {
            throw new IllegalArgumentException("id: a text of the shape of a secret (expected: the public id)");
        }
        ApiToken revoked = store.revoke(id, clock.instant());
        if (revoked != null) {
            listener.revoked(revoked);
        }
        return revoked != null;
    }

    /**
     * Revokes all of an owner, whatever their number in the same short time: API tokens, base tokens and sessions.
     *
     * @param owner whose
     */
    public void revokeAll(Owner owner) {
        revokeAll(RevocationTarget.owner(owner));
    }

    /**
     * Revokes all of a resource, whatever their number in the same short time: API tokens and base tokens.
     *
     * @param resource for which resource
     */
    public void revokeAll(Resource resource) {
        revokeAll(RevocationTarget.resource(resource));
    }

    /** Revokes every API token, base token and session that there is. */
    public void revokeEverything() {
        revokeAll(RevocationTarget.everything());
    }

    private void revokeAll(RevocationTarget target) {
        store.revokeAll(target);
        listener.allRevoked(target);
    }

    /**
     * Revokes what a leak scanner has found, if it is the secret of a live API token.
     *
     * @param found any text, see {@link TokenFormat#scannerPattern}
     * @return the API token that was revoked; empty if the text is no live secret
     */
    public Optional<ApiToken> revokeLeaked(String found) {
        Optional<ApiToken> revoked = revokeBySecret(found);
        revoked.ifPresent(listener::leaked);
        return revoked;
    }

    /**
     * Revokes the API token that a secret belongs to: whoever has the secret may. It need not be of use just now; a token whose
     * owner has no rights at the moment is revoked like any other.
     *
     * @param secret any text
     * @return the API token that was revoked; empty if the text is no live secret
     */
    public Optional<ApiToken> revokeBySecret(String secret) {
        return check(Objects.requireNonNull(secret, "secret"), false) instanceof Verification.Accepted<ApiToken> live
                        && revoke(live.value().id())
                ? Optional.of(live.value())
                : Optional.empty();
    }

    /** Writes at once when API tokens were last used, instead of within half a minute; for an orderly end of the process. */
    public void flushLastUses() {
        lastUses.flush();
    }
}
