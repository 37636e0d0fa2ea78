package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification.Accepted;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what a token of any kind is good for (RFC 7662 as a Java call). Whoever may ask learns whether a text is a live token, so
 * let only services of one's own ask. A refresh token is told as inactive: it opens nothing where services ask, and only its
 * issuer takes it (section 2.2 of the RFC leaves that to the server). Safe for use by many threads.
 */
public final class TokenIntrospection {

    private final TokenIssuer apiTokens;
    private final SignedTokens baseTokens;
    private final SignedTokens sessions;
    private final String issuer;

    /**
     * Introspection of an installation's tokens.
     *
     * @param apiTokens knows the API tokens
     * @param baseTokens knows the base tokens
     * @param sessions knows the session tokens
     * @param issuer the installation's name, which signed tokens have as {@code iss}
     */
    public TokenIntrospection(TokenIssuer apiTokens, SignedTokens baseTokens, SignedTokens sessions, String issuer) {
        this.apiTokens = apiTokens;
        this.baseTokens = baseTokens;
        this.sessions = sessions;
        this.issuer = issuer;
    }

    /**
     * Introspects.
     *
     * @param token any text at all
     * @return what it is good for
     */
    public Introspection introspect(String token) {
        Objects.requireNonNull(token, "token");
        if (baseTokens.recognizes(token)) {
            return signed(baseTokens, token);
        }
        if (sessions.recognizes(token)) {
            return signed(sessions, token);
        }
        if (apiTokens.recognizes(token) && apiTokens.inspect(token) instanceof Accepted<ApiToken> live) {
            ApiToken apiToken = live.value();
            Resource resource = apiToken.resource();
            return new Introspection.Active(
                    apiToken.id(),
                    issuer,
                    apiToken.caller(),
                    resource == null ? null : resource.id(),
                    apiToken.createdAt(),
                    apiToken.expiresAt());
        }
        return new Introspection.Inactive();
    }

    /**
     * Introspects for one resource, as the service that keeps it may: a token that is bound to another resource is inactive. A token
     * that is bound to none has no more rights than its owner has on the resource now, and is inactive if these are none, see {@link
     * dev.faregate.apitoken.OwnerRights}. The token of a session is such a token.
     *
     * @param token any text at all
     * @param resource the resource
     * @return what it is good for on the resource
     */
    public Introspection introspect(String token, Resource resource) {
        Objects.requireNonNull(resource, "resource");
        if (introspect(token) instanceof Introspection.Active active) {
            Optional<Caller> reaching = apiTokens.ownerRights().reach(active.caller(), resource);
            if (reaching.isPresent()) {
                return new Introspection.Active(
                        active.id(),
                        active.issuer(),
                        reaching.get(),
                        resource.id(),
                        active.issuedAt(),
                        active.expiresAt());
            }
        }
        return new Introspection.Inactive();
    }

    private Introspection signed(SignedTokens tokens, String token) {
        if (tokens.verify(token) instanceof Accepted<Claims> accepted) {
            Claims claims = accepted.value();
            return new Introspection.Active(
                    claims.jwtId(),
                    issuer,
                    claims.caller(),
                    tokens.audience(claims),
                    claims.issuedAt(),
                    claims.expiresAt());
        }
        return new Introspection.Inactive();
    }
}
