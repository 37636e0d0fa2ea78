package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API tokens of one owner, as that owner may handle them. An id that belongs to somebody else is answered as one that there
 * is not: so an id out of a request can be handed on as it is. Safe for use by many threads.
 */
public final class OwnedApiTokens {

    private final TokenIssuer issuer;
    private final Owner owner;

    OwnedApiTokens(TokenIssuer issuer, Owner owner) {
        this.issuer = issuer;
        this.owner = Objects.requireNonNull(owner, "owner");
    }

    /**
     * Whose they are.
     *
     * @return the owner
     */
    public Owner owner() {
        return owner;
    }

    /**
     * Finds a live one by its public id.
     *
     * @param id the id; anybody's
     * @return the facts, if it is this owner's
     */
    public Optional<ApiToken> find(String id) {
        return issuer.find(id).filter(apiToken -> apiToken.owner().equals(owner));
    }

    /**
     * Finds a live one by its name.
     *
     * @param resource for which resource
     * @param name the name
     * @return the facts, if there is one and it is this owner's
     */
    public Optional<ApiToken> named(Resource resource, String name) {
        return list(ApiTokenQuery.of(resource).named(name)).apiTokens().stream().findFirst();
    }

    /**
     * Finds a live one that is bound to no resource by its name.
     *
     * @param name the name
     * @return the facts, if there is one
     */
    public Optional<ApiToken> named(String name) {
        ApiTokenQuery query = ApiTokenQuery.ownedBy(owner).named(name);
        String next;
        do {
            ApiTokenPage page = list(query);
            Optional<ApiToken> unbound = page.apiTokens().stream()
                    .filter(apiToken -> apiToken.resource() == null)
                    .findFirst();
            if (unbound.isPresent()) {
                return unbound;
            }
            next = page.next();
            query = next == null ? query : query.after(next);
        } while (next != null);
        return Optional.empty();
    }

    /**
     * Lists the first hundred.
     *
     * @return the page
     */
    public ApiTokenPage list() {
        return list(ApiTokenQuery.ownedBy(owner));
    }

    /**
     * Lists those that a query asks for.
     *
     * @param query which, and which page; whosever it asks for, it is told this owner's
     * @return the page
     */
    public ApiTokenPage list(ApiTokenQuery query) {
        return issuer.list(query.withOwner(owner));
    }

    /**
     * See {@link TokenIssuer#reveal}.
     *
     * @param id the public id; anybody's
     * @return the secret; empty if it is not this owner's, or cannot be shown
     */
    public Optional<String> reveal(String id) {
        return find(id).flatMap(own -> issuer.reveal(own.id()));
    }

    /**
     * See {@link TokenIssuer#rename}.
     *
     * @param id the public id; anybody's
     * @param name the new name
     * @return what became of it
     */
    public RenameResult rename(String id, String name) {
        return find(id).map(own -> issuer.rename(own.id(), name)).orElseGet(RenameResult.Unknown::new);
    }

    /**
     * See {@link TokenIssuer#changePermission}.
     *
     * @param id the public id; anybody's
     * @param permission the new permission
     * @return the changed facts, if there is such a live one of this owner
     */
    public Optional<ApiToken> changePermission(String id, Permission permission) {
        return find(id).flatMap(own -> issuer.changePermission(own.id(), permission));
    }

    /**
     * See {@link TokenIssuer#changeScopes}.
     *
     * @param id the public id; anybody's
     * @param scopes the new scopes
     * @return the changed facts, if there is such a live one of this owner
     */
    public Optional<ApiToken> changeScopes(String id, Scopes scopes) {
        return find(id).flatMap(own -> issuer.changeScopes(own.id(), scopes));
    }

    /**
     * Changes the expiry, see {@link TokenIssuer#changeExpiry}.
     *
     * @param id the public id; anybody's
     * @param expiresAt the new expiry; null for never
     * @return what became of it
     */
    public ExpiryResult changeExpiry(String id, @Nullable Instant expiresAt) {
        return find(id).map(own -> issuer.changeExpiry(own.id(), expiresAt)).orElseGet(ExpiryResult.Unknown::new);
    }

    /**
     * Gives a new secret, see {@link TokenIssuer#rotate(String, Duration)}.
     *
     * @param id the public id; anybody's
     * @param grace how long the secret works that is replaced
     * @return what became of it
     */
    public RotateResult rotate(String id, Duration grace) {
        return find(id).map(own -> issuer.rotate(own.id(), grace)).orElseGet(RotateResult.Unknown::new);
    }

    /**
     * Gives a new secret and begins a new lifetime, see {@link TokenIssuer#rotate(String, Duration, Instant)}.
     *
     * @param id the public id; anybody's
     * @param grace how long the secret works that is replaced
     * @param expiresAt the new expiry; null for never
     * @return what became of it
     */
    public RotateResult rotate(String id, Duration grace, @Nullable Instant expiresAt) {
        return find(id).map(own -> issuer.rotate(own.id(), grace, expiresAt)).orElseGet(RotateResult.Unknown::new);
    }

    /**
     * See {@link TokenIssuer#revoke}.
     *
     * @param id the public id; anybody's
     * @return true if there was a live one of this owner to revoke
     */
    public boolean revoke(String id) {
        return find(id).filter(own -> issuer.revoke(own.id())).isPresent();
    }

    @Override
    public String toString() {
        return "OwnedApiTokens[" + owner + "]";
    }
}
