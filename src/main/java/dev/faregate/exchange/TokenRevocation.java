package dev.faregate.exchange;

import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.BaseTokenVerifier;
import java.util.Objects;

/**
 * Revokes the very token that is presented (RFC 7009 as a Java call): an API token with all that was made from it, or a session.
 * Holding it is right enough to end it. Safe for use by many threads.
 */
public final class TokenRevocation {

    /** What became of the request. */
    public enum Outcome {
        /** It is dead now, or never was alive: which of the two is not told. */
        DEAD,
        /** A base token cannot be revoked by itself; revoke its API token. */
        UNSUPPORTED_TOKEN_TYPE
    }

    private final TokenIssuer apiTokens;
    private final BaseTokenVerifier baseTokens;
    private final SessionTokens sessions;

    /**
     * Revocation of an installation's tokens.
     *
     * @param apiTokens knows the API tokens
     * @param baseTokens knows the base tokens
     * @param sessions knows the sessions
     */
    public TokenRevocation(TokenIssuer apiTokens, BaseTokenVerifier baseTokens, SessionTokens sessions) {
        this.apiTokens = apiTokens;
        this.baseTokens = baseTokens;
        this.sessions = sessions;
    }

    /**
     * Revokes.
     *
     * @param token any text at all
     * @return what became of it
     */
    public Outcome revoke(String token) {
        Objects.requireNonNull(token, "token");
        if (baseTokens.recognizes(token)) {
            return Outcome.UNSUPPORTED_TOKEN_TYPE;
        }
        if (!sessions.signOutWith(token)) {
            apiTokens.revokeBySecret(token);
        }
        return Outcome.DEAD;
    }
}
