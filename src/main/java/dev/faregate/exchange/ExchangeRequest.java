package dev.faregate.exchange;

import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What shall be made of an API token. Everything but the API token is optional and can only narrow. {@code toString} leaves
 * the API token out.
 *
 * @param apiToken the secret of the API token ({@code subject_token})
 * @param permission the permission wanted; null for the API token's own
 * @param scopes the scopes wanted; null for the API token's own
 * @param resource the resource wanted; null for the API token's own
 * @param life the life wanted; null for the usual one
 * @param claims further claims of the application's own
 */
public record ExchangeRequest(
        String apiToken,
        @Nullable Permission permission,
        @Nullable Scopes scopes,
        @Nullable Resource resource,
        @Nullable Duration life,
        ExtraClaims claims) {

    /**
     * Checks that what must be there is there.
     *
     * @param apiToken the secret of the API token
     * @param permission the permission wanted; null for the API token's own
     * @param scopes the scopes wanted; null for the API token's own
     * @param resource the resource wanted; null for the API token's own
     * @param life the life wanted; null for the usual one
     * @param claims further claims
     */
    public ExchangeRequest {
        Objects.requireNonNull(apiToken, "apiToken");
        Objects.requireNonNull(claims, "claims");
    }

    /**
     * All that the API token allows, for the usual life.
     *
     * @param apiToken the secret of the API token
     * @return the request
     */
    public static ExchangeRequest of(String apiToken) {
        return new ExchangeRequest(apiToken, null, null, null, null, ExtraClaims.none());
    }

    /**
     * The same, narrowed to a permission.
     *
     * @param permission no more than the API token's
     * @return the changed request
     */
    public ExchangeRequest withPermission(Permission permission) {
        return new ExchangeRequest(apiToken, permission, scopes, resource, life, claims);
    }

    /**
     * The same, narrowed to scopes.
     *
     * @param scopes among the API token's
     * @return the changed request
     */
    public ExchangeRequest withScopes(Scopes scopes) {
        return new ExchangeRequest(apiToken, permission, scopes, resource, life, claims);
    }

    /**
     * The same, narrowed to a resource.
     *
     * @param resource the API token's own, or one that its owner has rights on if it is bound to none
     * @return the changed request
     */
    public ExchangeRequest forResource(Resource resource) {
        return new ExchangeRequest(apiToken, permission, scopes, resource, life, claims);
    }

    /**
     * The same, for a shorter life. A life beyond what is allowed is cut to what is allowed. One below a second is refused by the
     * exchange, as an {@link ExchangeResult.InvalidRequest}: what is asked for may be a client's own words.
     *
     * @param life at least a second
     * @return the changed request
     */
    public ExchangeRequest withLife(Duration life) {
        return new ExchangeRequest(apiToken, permission, scopes, resource, life, claims);
    }

    /**
     * Returns a copy whose base token carries a further claim.
     *
     * @param name a name without a meaning of its own here
     * @param text the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public ExchangeRequest withClaim(String name, String text) {
        return withClaims(claims.with(name, text));
    }

    /**
     * Returns a copy whose base token carries a further claim.
     *
     * @param name a name without a meaning of its own here
     * @param integer the value; -(2<sup>53</sup> - 1) to 2<sup>53</sup> - 1
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, the integer is out of range, or there are more than 48 claims
     */
    public ExchangeRequest withClaim(String name, long integer) {
        return withClaims(claims.with(name, integer));
    }

    /**
     * Returns a copy whose base token carries a further claim.
     *
     * @param name a name without a meaning of its own here
     * @param flag the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, or there are more than 48 claims
     */
    public ExchangeRequest withClaim(String name, boolean flag) {
        return withClaims(claims.with(name, flag));
    }

    /**
     * Returns a copy whose base token carries a further claim.
     *
     * @param name a name without a meaning of its own here
     * @param texts the values, in order; at most 256
     * @return the changed copy
     * @throws IllegalArgumentException if the name has a meaning already, there are more texts, or there are more than 48 claims
     */
    public ExchangeRequest withClaim(String name, List<String> texts) {
        return withClaims(claims.with(name, texts));
    }

    private ExchangeRequest withClaims(ExtraClaims more) {
        return new ExchangeRequest(apiToken, permission, scopes, resource, life, more);
    }

    @Override
    public String toString() {
        return "ExchangeRequest[apiToken=<redacted>, permission=" + permission + ", scopes=" + scopes + ", resource="
                + resource + ", life=" + life + ", claims=" + claims + "]";
    }
}
