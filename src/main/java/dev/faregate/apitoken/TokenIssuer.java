package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Issues permanent API tokens, and knows them again. Safe for use by many threads.
 *
 * <p>Who may issue, list, change or revoke for whom is for the host application to say before it calls.
 */
public final class TokenIssuer implements AutoCloseable {

    /** The client of those that name none. */
    static final String NO_CLIENT = "";

    private final ApiTokenStore store;
    private final OwnerRights ownerRights;
    private final InstantSource clock;
    private final LastUses lastUses;
    private final Secrets secrets;
    private final SealedSecrets sealed;
    private final Authentication authentication;
    private final Issuance issuance;
    private final Changes changes;
    private final Revocations revocations;

    TokenIssuer(TokenIssuerBuilder settings) {
        this.store = settings.store;
        this.ownerRights = settings.ownerRights;
        this.clock = settings.clock;
        this.lastUses = new LastUses(store, settings.later);
        this.secrets = new Secrets(settings);
        this.sealed = new SealedSecrets(settings);
        this.authentication = new Authentication(settings, secrets, lastUses);
        this.issuance = new Issuance(settings, secrets, sealed);
        this.changes = new Changes(settings, secrets, sealed);
        this.revocations = new Revocations(settings, secrets, authentication);
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
     * Issues an API token. Its owner must have rights on its resource, or any rights if it has no resource, see {@link OwnerRights}. It
     * keeps the permission and scopes that are requested, also beyond its owner's. Each use is limited to those that its owner
     * has by then.
     *
     * @param request what it shall be
     * @return the API token with its secret, or why there is none
     */
    public IssueResult issue(ApiTokenRequest request) {
        return issuance.issue(request);
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
        return new IdempotentIssue(this, store, sealed).issue(request);
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
        return issuance.issueTemporary(request, life);
    }

    /**
     * Takes over an API token that another system has issued: its owner goes on using the secret they have.
     *
     * @param request what it shall be
     * @param secret the secret that its owner has, in a format that this issuer accepts
     * @return the API token with its secret, or why there is none
     */
    public IssueResult importSecret(ApiTokenRequest request, String secret) {
        return issuance.importSecret(request, secret);
    }

    /**
     * Takes over an API token of another system that has stored a digest of its secret alone: its owner goes on using the secret they
     * have. The format of the secret must be {@linkplain TokenIssuerBuilder#accept accepted}; it
     * {@linkplain TokenFormat#secretPart tells} the part of the text that was digested.
     *
     * @param request what it shall be
     * @param digest the digest, see {@link SecretDigest#sha256}
     * @return the API token, or why there is none
     */
    public ImportResult importDigest(ApiTokenRequest request, SecretDigest digest) {
        return issuance.importDigest(request, Objects.requireNonNull(digest, "digest"));
    }

    /**
     * Looks up a presented secret as {@link #authenticate(String, String)} does. All that call this without a client share one queue.
     *
     * @param secret the presented text; any text at all
     * @return the live API token it belongs to, with no more rights than its owner has now and, for a former secret of a
     *     rotated one, no longer life than that secret has; or why it is rejected
     * @throws StoreUnavailableException if the store does not answer, or too many unknown secrets wait
     */
    public Verification<ApiToken> authenticate(String secret) {
        return authenticate(secret, NO_CLIENT);
    }

    /**
     * Looks up a secret as {@link #authenticate(String)} does, without counting that as a use: for a service that asks what a token is good for.
     *
     * @param secret any text at all
     * @return the answer of {@link #authenticate(String)}
     */
    public Verification<ApiToken> inspect(String secret) {
        return authentication.inspect(Objects.requireNonNull(secret, "secret"));
    }

    /**
     * Notes that an API token is in use now, by a base token made from it. It is written later, at most once a minute.
     *
     * @param id the API token's public id
     */
    public void noteUse(String id) {
        lastUses.note(Objects.requireNonNull(id, "id"), null, clock.millis());
    }

    /**
     * Looks up a presented secret for a client. Over a store that {@linkplain ApiTokenStore#blocks blocks}, a secret that was found good
     * here within the hour is looked up at once. Any other secret waits for a turn: clients take turns, up to
     * {@value ApiTokenStore#MAX_DIGESTS} secrets are looked up by one call to the store, and there are at most 100 such calls a second.
     * So only a client that sends thousands of unknown secrets at once waits for its own; they delay no other client.
     *
     * @param secret the presented text; any text at all
     * @param client what its sender is known by, such as an address
     * @return the live API token it belongs to, with no more rights than its owner has now and, for the previous secret of a
     *     rotated one, no longer life than that secret has; or why it is rejected
     * @throws StoreUnavailableException if the store does not answer; or, for a secret that was not found good here within the hour, if
     *     so many of the client wait that there is no place, or no turn within the
     *     {@linkplain TokenIssuerBuilder#maxLookupWait max wait}
     */
    public Verification<ApiToken> authenticate(String secret, String client) {
        return authentication.authenticate(
                Objects.requireNonNull(secret, "secret"), Objects.requireNonNull(client, "client"));
    }

    /**
     * Looks up a presented secret as {@link #authenticate(String)} does, without blocking the thread that calls.
     *
     * @param secret the presented text; any text at all
     * @param blocking runs what blocks: the look-up in a store that {@linkplain ApiTokenStore#blocks blocks}, and the question for
     *     {@linkplain OwnerRights#blocks rights}
     * @return the answer of {@link #authenticate(String)}, sooner or later; fails with what that throws
     */
    public CompletionStage<Verification<ApiToken>> authenticateAsync(String secret, Executor blocking) {
        return authenticateAsync(secret, NO_CLIENT, blocking);
    }

    /**
     * Returns the rights that owners have now.
     *
     * @return the rights, as they were given to the builder
     */
    public OwnerRights ownerRights() {
        return ownerRights;
    }

    /**
     * Looks up a presented secret as {@link #authenticate(String, String)} does, without blocking the thread that calls. No thread waits
     * for its turn.
     *
     * @param secret the presented text; any text at all
     * @param client what its sender is known by, such as an address
     * @param blocking runs what blocks: the look-up of a secret that was found good here before, and the question for
     *     {@linkplain OwnerRights#blocks rights}
     * @return the answer of {@link #authenticate(String, String)}, sooner or later; fails with what that throws
     */
    public CompletionStage<Verification<ApiToken>> authenticateAsync(String secret, String client, Executor blocking) {
        return authentication.authenticateAsync(
                Objects.requireNonNull(secret, "secret"), Objects.requireNonNull(client, "client"), blocking);
    }

    /**
     * Whether {@link #authenticate(String)} may block the thread that calls it.
     *
     * @return false if the API tokens are in memory, and the owner's rights do not block
     */
    public boolean blocks() {
        return authentication.blocks();
    }

    /**
     * Whether a text looks like API tokens that this issuer accepts, see {@link TokenFormat#resembles}.
     *
     * @param text any text
     * @return true if it is worth authenticating
     */
    public boolean recognizes(String text) {
        return secrets.resembles(text);
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
        return sealed.reveal(Objects.requireNonNull(id, "id"));
    }

    /**
     * Gives a live API token another name.
     *
     * @param id its public id
     * @param name the new name
     * @return what became of it
     */
    public RenameResult rename(String id, String name) {
        return changes.rename(id, name);
    }

    /**
     * Changes the permission of a live API token. Base tokens that were made under a wider one are dead when this returns.
     *
     * @param id its public id
     * @param permission the new permission
     * @return the changed facts, if there is such a live API token
     */
    public Optional<ApiToken> changePermission(String id, Permission permission) {
        return changes.changeRights(id, Objects.requireNonNull(permission, "permission"), null);
    }

    /**
     * Changes the scopes of a live API token. Base tokens that were made under wider ones are dead when this returns.
     *
     * @param id its public id
     * @param scopes the new scopes
     * @return the changed facts, if there is such a live API token
     */
    public Optional<ApiToken> changeScopes(String id, Scopes scopes) {
        return changes.changeRights(id, null, Objects.requireNonNull(scopes, "scopes"));
    }

    /**
     * Changes the expiry of a live API token. If the new one is earlier, base tokens that were made from it are dead when this
     * returns: some of them might have outlived it. Their clients exchange again.
     *
     * <p>Where there is a {@linkplain TokenIssuerBuilder#longestLife longest lifetime}, it counts from the issue of the API token, so that
     * no secret is prolonged without end. {@link #rotate(String, Duration, Instant)} begins a new one.
     *
     * @param id its public id
     * @param expiresAt the new expiry; null for never
     * @return what became of it
     */
    public ExpiryResult changeExpiry(String id, @Nullable Instant expiresAt) {
        return changes.changeExpiry(id, expiresAt);
    }

    /**
     * Gives a live API token a new secret, while the one before goes on working for a while. It keeps its expiry.
     *
     * <p>Rotations within a grace leave each former secret the grace that it was promised, up to
     * {@value ApiTokenStore#MOST_FORMER_SECRETS} of them.
     *
     * @param id its public id
     * @param grace how long the secret works that is replaced. Zero if it has leaked: then every former secret ends at once, and base
     *     tokens that were made from the API token are dead when this returns. With a grace, those live on, but what is made with a
     *     former secret from now on ends with it
     * @return what became of it
     * @throws IllegalArgumentException if the grace is negative or longer than ten years
     */
    public RotateResult rotate(String id, Duration grace) {
        return changes.rotate(id, grace, null);
    }

    /**
     * Gives a live API token a new secret, as {@link #rotate(String, Duration)} does, and begins a new lifetime.
     *
     * @param id its public id
     * @param grace how long the secret works that is replaced
     * @param expiresAt the new expiry of the API token; null for never. No later than the
     *     {@linkplain TokenIssuerBuilder#longestLife longest lifetime} from now. If it is earlier than before, base tokens that were made
     *     from the API token are dead when this returns
     * @return what became of it
     * @throws IllegalArgumentException if the grace is negative or longer than ten years
     */
    public RotateResult rotate(String id, Duration grace, @Nullable Instant expiresAt) {
        return changes.rotate(id, grace, new Rotation.NewExpiry(expiresAt));
    }

    /**
     * Revokes an API token: when this returns, neither it nor any base token made from it is accepted on this node.
     *
     * @param id its public id
     * @return true if there was a live one to revoke
     * @throws IllegalArgumentException if the text has the shape of a secret, which is not what names an API token
     */
    public boolean revoke(String id) {
        return revocations.revoke(id);
    }

    /**
     * Revokes all of an owner, whatever their number in the same short time: API tokens, base tokens and sessions.
     *
     * @param owner whose
     */
    public void revokeAll(Owner owner) {
        revocations.revokeAll(RevocationTarget.owner(owner));
    }

    /**
     * Revokes all of a resource, whatever their number in the same short time: API tokens and base tokens.
     *
     * @param resource for which resource
     */
    public void revokeAll(Resource resource) {
        revocations.revokeAll(RevocationTarget.resource(resource));
    }

    /**
     * Ends what was derived from the rights that an owner has had: base tokens, session tokens and refresh tokens. API tokens work
     * on, with the rights that the owner has now. Call it when the owner has lost rights, after {@link OwnerRights} answers so. When this
     * returns, nothing that was derived before is accepted on this node. Base tokens that are made from now on are accepted, and so
     * are sessions of users who sign in again.
     *
     * @param owner the owner
     */
    public void rightsChanged(Owner owner) {
        store.revocationLog().append(RevocationTarget.owner(owner));
    }

    /** Revokes every API token, base token and session that there is. */
    public void revokeEverything() {
        revocations.revokeAll(RevocationTarget.everything());
    }

    /**
     * Revokes what a leak scanner has found, if it is the secret of a live API token, as {@link #revokeBySecret} does, and notifies the
     * listener of the leak.
     *
     * @param found any text, see {@link TokenFormat#scannerPattern}
     * @return what was revoked
     */
    public SecretRevocation revokeLeaked(String found) {
        return revocations.revokeLeaked(Objects.requireNonNull(found, "found"));
    }

    /**
     * Revokes a presented secret: its holder may. With the current secret, the API token is revoked. A former secret ends alone, and
     * the API token and the secret that its owner has moved to stay live. In both cases base tokens that were made from the API token
     * are dead when this returns, since a base token does not tell with which secret it was made.
     *
     * <p>The owner need not have any rights at the moment.
     *
     * @param secret any text
     * @return what was revoked
     */
    public SecretRevocation revokeBySecret(String secret) {
        return revocations.revokeBySecret(Objects.requireNonNull(secret, "secret"));
    }

    /**
     * Writes when API tokens were last used, and notes no more uses, so that the store can be closed. Failing to write is logged. The issuer
     * still works while the store does.
     */
    @Override
    public void close() {
        lastUses.close();
    }

    /** Writes at once when API tokens were last used, instead of within half a minute; for an orderly end of the process. */
    public void flushLastUses() {
        lastUses.flush();
    }
}
