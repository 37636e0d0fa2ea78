package dev.faregate.exchange;

import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.List;
import java.util.Objects;

/**
 * The session that a sign-in shall begin. Each {@code with} returns a changed copy.
 *
 * @param owner the user, whom the application has authenticated
 * @param permission the permission of the session
 * @param scopes the scopes of the session
 * @param claims further claims of the application's own
 */
public record SignInRequest(Owner owner, Permission permission, Scopes scopes, ExtraClaims claims) {

    /**
     * Checks that what must be there is there.
     *
     * @param owner the user
     * @param permission the permission of the session
     * @param scopes the scopes of the session
     * @param claims further claims
     */
    public SignInRequest {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(claims, "claims");
    }

    /**
     * Returns a request for a session with {@link Permission#READ_WRITE}, without scopes and without further claims.
     *
     * @param owner the user
     * @return the request
     */
    public static SignInRequest of(Owner owner) {
        return new SignInRequest(owner, Permission.READ_WRITE, Scopes.none(), ExtraClaims.none());
    }

    /**
     * Returns the same request with another permission.
     *
     * @param permission the permission of the session
     * @return the changed request
     */
    public SignInRequest withPermission(Permission permission) {
        return new SignInRequest(owner, permission, scopes, claims);
    }

    /**
     * Returns the same request with other scopes.
     *
     * @param scopes the scopes of the session
     * @return the changed request
     */
    public SignInRequest withScopes(Scopes scopes) {
        return new SignInRequest(owner, permission, scopes, claims);
    }

    /**
     * Returns the same request with a further claim that the tokens of the session shall carry.
     *
     * @param name a name without a meaning of its own here
     * @param text the value
     * @return the changed request
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public SignInRequest withClaim(String name, String text) {
        return withClaims(claims.with(name, text));
    }

    /**
     * Returns the same request with a further claim that the tokens of the session shall carry.
     *
     * @param name a name without a meaning of its own here
     * @param integer the value; -(2<sup>53</sup> - 1) to 2<sup>53</sup> - 1
     * @return the changed request
     * @throws IllegalArgumentException if the name has a meaning already, the integer is out of range, or there are more than 48 claims
     */
    public SignInRequest withClaim(String name, long integer) {
        return withClaims(claims.with(name, integer));
    }

    /**
     * Returns the same request with a further claim that the tokens of the session shall carry.
     *
     * @param name a name without a meaning of its own here
     * @param flag the value
     * @return the changed request
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public SignInRequest withClaim(String name, boolean flag) {
        return withClaims(claims.with(name, flag));
    }

    /**
     * Returns the same request with a further claim that the tokens of the session shall carry.
     *
     * @param name a name without a meaning of its own here
     * @param texts the values, in order; at most 256
     * @return the changed request
     * @throws IllegalArgumentException if the name has a meaning already, there are more texts, or there are more than 48 claims
     */
    public SignInRequest withClaim(String name, List<String> texts) {
        return withClaims(claims.with(name, texts));
    }

    /**
     * Returns the same request with these further claims instead of its own.
     *
     * @param claims further claims of the application's own
     * @return the changed request
     */
    public SignInRequest withClaims(ExtraClaims claims) {
        return new SignInRequest(owner, permission, scopes, claims);
    }
}
