package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.BaseTokenVerifier;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.Principal;
import dev.faregate.identity.Verification;
import dev.faregate.identity.Verification.Accepted;
import java.util.Objects;
import java.util.function.Function;

/**
 * Tells what a token of any kind is good for (RFC 7662 as a Java call). Whoever may ask learns whether a text is a live token, so
 * let only services of one's own ask. Safe for use by many threads.
 */
public final class TokenIntrospection {

    private final TokenIssuer apiTokens;
    private final SignedTokens baseTokens;
    private final BaseTokenVerifier baseTokenVerifier;
    private final SignedTokens sessions;
    private final SessionTokens sessionTokens;

    /**
     * Introspection of an installation's tokens.
     *
     * @param apiTokens knows the API tokens
     * @param baseTokens knows the base tokens
     * @param sessions knows the session tokens
     * @param sessionTokens tells what a session token proves
     */
    public TokenIntrospection(
            TokenIssuer apiTokens, SignedTokens baseTokens, SignedTokens sessions, SessionTokens sessionTokens) {
        this.apiTokens = apiTokens;
        this.baseTokens = baseTokens;
        this.baseTokenVerifier = new BaseTokenVerifier(baseTokens);
        this.sessions = sessions;
        this.sessionTokens = sessionTokens;
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
            return signed(baseTokens, baseTokenVerifier::verify, token);
        }
        if (sessions.recognizes(token)) {
            return signed(sessions, sessionTokens::verify, token);
        }
        if (apiTokens.recognizes(token) && apiTokens.authenticate(token) instanceof Accepted<ApiToken> live) {
            ApiToken apiToken = live.value();
            return new Introspection.Active(apiToken.principal(), apiToken.createdAt(), apiToken.expiresAt());
        }
        return new Introspection.Inactive();
    }

    private static Introspection signed(
            SignedTokens tokens, Function<String, Verification<Principal>> verifier, String token) {
        if (tokens.verify(token) instanceof Accepted<Claims> claims
                && verifier.apply(token) instanceof Accepted<Principal> principal) {
            return new Introspection.Active(
                    principal.value(), claims.value().issuedAt(), claims.value().expiresAt());
        }
        return new Introspection.Inactive();
    }
}
