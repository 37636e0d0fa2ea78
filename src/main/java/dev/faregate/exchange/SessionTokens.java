package dev.faregate.exchange;

import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Principal;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * Session tokens: signed in, they work for hours; signed out, at once no more. How a user proves who they are, by password or
 * otherwise, is the host application's. Safe for use by many threads.
 */
public final class SessionTokens {

    private final SignedTokens signed;
    private final RevocationLog log;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * Session tokens of one issuer; each lives as long as the signed tokens may live.
     *
     * @param signed signed tokens of the type for sessions
     * @param log where sign-outs go
     * @param clock the time of sign-in
     * @param random makes session ids
     */
    public SessionTokens(SignedTokens signed, RevocationLog log, InstantSource clock, SecureRandom random) {
        this.signed = signed;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Starts a session for a user whom the application has recognized.
     *
     * @param owner the user
     * @return the session token
     */
    public SessionToken signIn(Owner owner) {
        return signIn(owner, Map.of());
    }

    /**
     * Starts a session whose token carries further claims.
     *
     * @param owner the user
     * @param claims further claims, under names without a meaning of their own here
     * @return the session token
     * @throws IllegalArgumentException if a further claim uses a name that has a meaning already
     */
    public SessionToken signIn(Owner owner, Map<String, String> claims) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Claims said = new Claims(
                SignedId.next(random),
                SignedId.next(random),
                owner,
                null,
                Permission.READ_WRITE,
                Scopes.none(),
                now,
                now.plusSeconds(life().toSeconds()),
                log.position(),
                claims);
        return new SessionToken(signed.sign(said), said);
    }

    /**
     * Verifies a session token.
     *
     * @param sessionToken the presented text; any text at all
     * @return what it proves, its {@code tokenId} being the session's id; or why it is rejected
     */
    public Verification<Principal> verify(String sessionToken) {
        Objects.requireNonNull(sessionToken, "sessionToken");
        return signed.verify(sessionToken)
                .map(claims -> new Principal(
                        CredentialKind.SESSION_TOKEN,
                        claims.sourceId(),
                        claims.owner(),
                        claims.resource(),
                        claims.permission(),
                        claims.scopes()));
    }

    /**
     * Whether a text claims to be a session token of this issuer.
     *
     * @param text any text
     * @return true if it has the header of one
     */
    public boolean recognizes(String text) {
        return signed.recognizes(text);
    }

    /**
     * Ends a session: when this returns, its token is accepted on this node no more. Ending it twice is harmless.
     *
     * @param sessionId the id that {@link #verify} gave as {@code tokenId}
     */
    public void signOut(String sessionId) {
        log.append(RevocationTarget.session(Objects.requireNonNull(sessionId, "sessionId")));
    }

    /**
     * Ends every session of a user: when this returns, none of them is accepted on this node. Their API tokens live on.
     *
     * @param owner the user
     */
    public void signOutEverywhere(Owner owner) {
        log.append(RevocationTarget.sessionsOf(owner));
    }

    /**
     * How long a session lasts unless it is ended.
     *
     * @return the life
     */
    public Duration life() {
        return signed.longestLife();
    }
}
