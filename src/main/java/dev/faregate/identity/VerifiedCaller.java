package dev.faregate.identity;

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

    private VerifiedCaller(
            CredentialKind kind,
            String tokenId,
            Owner owner,
            @Nullable Resource resource,
            Permission permission,
            Scopes scopes) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.tokenId = Objects.requireNonNull(tokenId, "tokenId");
        this.owner = Objects.requireNonNull(owner, "owner");
        this.resource = resource;
        this.permission = Objects.requireNonNull(permission, "permission");
        this.scopes = Objects.requireNonNull(scopes, "scopes");
    }

    /** The second constructor, for the reason above: a caller with the rights of a session, which is bound to no resource. */
    private VerifiedCaller(String sessionId, Owner user) {
        this(CredentialKind.SESSION_TOKEN, sessionId, user, null, Permission.READ_WRITE, Scopes.none());
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

    static Caller ofSession(String sessionId, Owner user) {
        return new VerifiedCaller(sessionId, user);
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
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VerifiedCaller that
                        && kind == that.kind
                        && tokenId.equals(that.tokenId)
                        && owner.equals(that.owner)
                        && Objects.equals(resource, that.resource)
                        && permission == that.permission
                        && scopes.equals(that.scopes));
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, tokenId, owner, resource, permission, scopes);
    }

    @Override
    public String toString() {
        return "Caller[kind=" + kind + ", tokenId=" + tokenId + ", owner=" + owner + ", resource=" + resource
                + ", permission=" + permission + ", scopes=" + scopes + "]";
    }
}
