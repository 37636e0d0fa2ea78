package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.SecretRevocation;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.BaseTokenVerifier;
import dev.faregate.basetoken.Claims;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.util.Objects;
import java.util.Optional;

/**
 * Revokes the very token that is presented (RFC 7009 as a Java call). The holder of a token may end it. Thread-safe.
 *
 * <ul>
 *   <li>The current secret of an API token ends the API token, with all that was made from it.
 *   <li>A former secret ends alone, see {@link TokenIssuer#revokeBySecret}.
 *   <li>A base token ends alone. Its API token lives on, and so do other base tokens.
 *   <li>A session token or a refresh token ends its session, even if it has expired.
 * </ul>
 */
public final class TokenRevocation {

    private final TokenIssuer apiTokens;
    private final BaseTokenVerifier baseTokens;
    private final SessionTokens sessions;
    private final RevocationLog log;

    /**
     * Revocation of an installation's tokens.
     *
     * @param apiTokens knows the API tokens
     * @param baseTokens knows the base tokens
     * @param sessions knows the sessions
     * @param log takes the revocations of base tokens
     */
    public TokenRevocation(
            TokenIssuer apiTokens, BaseTokenVerifier baseTokens, SessionTokens sessions, RevocationLog log) {
        this.apiTokens = apiTokens;
        this.baseTokens = baseTokens;
        this.sessions = sessions;
        this.log = log;
    }

    /**
     * Revokes a presented token. When this returns, it is dead, or never was alive: which of the two is not told.
     *
     * @param token any text at all
     * @throws dev.faregate.identity.StoreUnavailableException if a store does not answer; then the token still counts as alive
     */
    public void revoke(String token) {
        Objects.requireNonNull(token, "token");
        if (baseTokens.recognizes(token)) {
            revokeBaseToken(token);
        } else if (!sessions.signOutWith(token)) {
            apiTokens.revokeBySecret(token);
        }
    }

    /**
     * Revokes what a leak scanner has found, be it a secret or a base token. A session is left alone; end it by {@link #revoke}.
     *
     * @param found any text at all
     * @return what presenting the text proved: its {@linkplain Caller#kind kind} tells whether a base token ended alone or a secret was
     *     revoked, and its owner is the one to notify; empty if it was not alive
     * @throws dev.faregate.identity.StoreUnavailableException if a store does not answer; then the token still counts as alive
     */
    public Optional<Caller> revokeLeaked(String found) {
        Objects.requireNonNull(found, "found");
        if (baseTokens.recognizes(found)) {
            return revokeBaseToken(found).map(Claims::caller);
        }
        SecretRevocation revocation = apiTokens.revokeLeaked(found);
        if (revocation instanceof SecretRevocation.ApiTokenRevoked whole) {
            return Optional.of(whole.apiToken()).map(ApiToken::caller);
        }
        return revocation instanceof SecretRevocation.FormerSecretRevoked part
                ? Optional.of(part.apiToken().caller())
                : Optional.empty();
    }

    private Optional<Claims> revokeBaseToken(String token) {
        if (baseTokens.claims(token) instanceof Verification.Accepted<Claims> live) {
            log.append(RevocationTarget.signedToken(live.value().jwtId()));
            return Optional.of(live.value());
        }
        return Optional.empty();
    }
}
