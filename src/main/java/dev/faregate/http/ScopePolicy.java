package dev.faregate.http;

import java.util.Objects;

/**
 * Decides which scopes are enough for an endpoint: whether a scope that a credential has implies a scope that is required. The guard
 * lets a request pass if each required scope is implied by at least one that the credential has, see {@link
 * RequestGuardBuilder#scopePolicy}.
 *
 * <p>A policy holds at the guard alone. Elsewhere scopes are compared word by word: an exchange gives a base token the very scopes
 * of its API token or fewer, so {@code *} cannot be exchanged for {@code rows:read}; and an owner's {@linkplain
 * dev.faregate.apitoken.OwnerRights rights} leave a credential the scopes that are in both. So no policy widens a credential.
 *
 * <p>Implementations must be thread-safe.
 */
@FunctionalInterface
public interface ScopePolicy {

    /**
     * Returns whether one scope implies another.
     *
     * @param held a scope that the credential has
     * @param required a scope that the endpoint requires
     * @return true if the credential needs no further scope for it
     */
    boolean implies(String held, String required);

    /**
     * Returns the policy by which a scope implies itself alone. It is the default.
     *
     * @return the policy
     */
    static ScopePolicy exact() {
        return String::equals;
    }

    /**
     * Returns the policy by which {@code *} implies every scope, {@code rows:*} every scope that begins with {@code rows:}, and every
     * scope itself. An asterisk elsewhere, as in {@code rows*} or {@code *:read}, has no meaning.
     *
     * @return the policy
     */
    static ScopePolicy wildcards() {
        return (held, required) -> held.equals(required)
                || held.equals("*")
                || (held.endsWith(":*") && required.startsWith(held.substring(0, held.length() - 1)));
    }

    /**
     * Returns the policy by which {@code write} implies {@code read}, {@code rows:write} implies {@code rows:read}, and every scope
     * itself.
     *
     * @return the policy
     */
    static ScopePolicy writeImpliesRead() {
        return (held, required) -> held.equals(required)
                || ((held.equals("write") || held.endsWith(":write"))
                        && required.equals(held.substring(0, held.length() - "write".length()) + "read"));
    }

    /**
     * Returns the policy by which a scope implies what it implies by this policy or by another.
     *
     * @param other the other policy
     * @return the policy
     */
    default ScopePolicy or(ScopePolicy other) {
        Objects.requireNonNull(other, "other");
        return (held, required) -> implies(held, required) || other.implies(held, required);
    }
}
