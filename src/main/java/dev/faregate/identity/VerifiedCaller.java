package dev.faregate.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link Caller}.
 *
 * <p>Not a record, and with two private constructors: Spring's data binding uses a record's canonical constructor, and a class's
 * only constructor even if it is private. With two it finds none to use, and fails.
 */
final class VerifiedCaller implements Caller {

    private final CredentialKind kind;
    private final String tokenId;
    private final Owner owner;
    private final @Nullable Resource resource;
    private final Permission permission;
    private final Scopes scopes;
    private final @Nullable Instant authenticatedAt;

    private VerifiedCaller(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes,
            @Nullable Instant authenticatedAt) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.tokenId = Objects.requireNonNull(tokenId, "tokenId");
        this.owner = Objects.requireNonNull(owner, "owner");
        this.resource = resource;
        this.permission = Objects.requireNonNull(permission, "permission");
        this.scopes = Objects.requireNonNull(scopes, "scopes");
        this.authenticatedAt = authenticatedAt == null ? null : authenticatedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The second constructor, for the reason above: a caller without a time of sign-in. */
    private VerifiedCaller(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes) {
        this(kind, tokenId, owner, resource, permission, scopes, null);
    }

    static Caller of(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes) {
        return new VerifiedCaller(kind, tokenId, owner, resource, permission, scopes);
    }

    static Caller of(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes,
            @Nullable Instant authenticatedAt) {
        return new VerifiedCaller(kind, tokenId, owner, resource, permission, scopes, authenticatedAt);
    }

    @Override
    public CredentialKind kind() {
        return kind;
    }

    @Override
    public String tokenId() {
        return tokenId;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public @Nullable Resource resource() {
        return resource;
    }

    @Override
    public Permission permission() {
        return permission;
    }

    @Override
    public Scopes scopes() {
        return scopes;
    }

    @Override
    public @Nullable Instant authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VerifiedCaller that
                        && kind == that.kind
                        && tokenId.equals(that.tokenId)
                        && owner.equals(that.owner)
                        && Objects.equals(resource, that.resource)
                        && permission == that.permission
                        && scopes.equals(that.scopes)
                        && Objects.equals(authenticatedAt, that.authenticatedAt));
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, tokenId, owner, resource, permission, scopes, authenticatedAt);
    }

    @Override
    public String toString() {
        return "Caller[kind=" + kind + ", tokenId=" + tokenId + ", owner=" + owner + ", resource=" + resource
                + ", permission=" + permission + ", scopes=" + scopes
                + (authenticatedAt == null ? "" : ", authenticatedAt=" + authenticatedAt) + "]";
    }
}
