package dev.faregate.exchange;

import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import dev.faregate.revocation.RevocationView.Standing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Session tokens: signed in, they work for hours; signed out, at once no more. How a user proves who they are, by password or
 * otherwise, is the host application's. Safe for use by many threads.
 */
public final class SessionTokens {

    private final SignedTokens signed;
    private final @Nullable RefreshTokens refreshTokens;
    private final SessionStore store;
    private final RevocationLog log;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * Session tokens of one issuer; each lives as long as the signed tokens may live.
     *
     * @param signed signed tokens of the type for sessions
     * @param refresh signed tokens of the type for refreshing them; null if sessions cannot be refreshed
     * @param store knows which refresh tokens were used
     * @param log where sign-outs go
     * @param clock the time of sign-in
     * @param random makes session ids
     */
    public SessionTokens(
            SignedTokens signed,
            @Nullable SignedTokens refresh,
            SessionStore store,
            RevocationLog log,
            InstantSource clock,
            SecureRandom random) {
        this.signed = signed;
        this.refreshTokens = refresh == null ? null : new RefreshTokens(refresh, store);
        this.store = store;
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
        return signIn(owner, ExtraClaims.none());
    }

    /**
     * Starts a session whose token carries further claims.
     *
     * @param owner the user
     * @param claims further claims
     * @return the session token
     * @throws IllegalArgumentException if they make the token too long
     */
    public SessionToken signIn(Owner owner, ExtraClaims claims) {
        Claims said = claims(SignedId.next(random), owner, now(), log.position(), claims);
        String refreshToken = refreshTokens == null ? null : refreshTokens.first(said);
        return new SessionToken(signed.sign(said), said, refreshToken);
    }

    /**
     * Carries a session on: takes a refresh token, which works once, for a session token and the next refresh token. A refresh
     * token that was used before is in two hands, so its session is ended.
     *
     * @param refreshToken the presented text; any text at all
     * @return the session token, or why there is none
     * @throws IllegalStateException if sessions cannot be refreshed here
     */
    public Verification<SessionToken> refresh(String refreshToken) {
        Objects.requireNonNull(refreshToken, "refreshToken");
        if (refreshTokens == null) {
            throw new IllegalStateException("sessions cannot be refreshed (expected: a life of refresh tokens)");
        }
        RefreshTokens refreshing = refreshTokens;
        // Before the refresh token is judged: a sign-out from here on has a higher number than what is made carries.
        LogPosition position = log.position();
        Verification<Claims> used = refreshing.use(refreshToken, now());
        if (used instanceof Verification.Rejected<Claims> rejection && rejection.reason() == RejectionReason.REUSED) {
            refreshing.sessionOf(refreshToken).ifPresent(this::signOut);
        }
        return used.map(claims -> {
            Claims said = claims(
                    claims.sourceId(),
                    claims.owner(),
                    Objects.requireNonNull(claims.caller().authenticatedAt(), "authenticatedAt"),
                    position,
                    claims.extra());
            return new SessionToken(signed.sign(said), said, refreshing.next(claims, said));
        });
    }

    private Claims claims(
            String sessionId, Owner owner, Instant authenticatedAt, LogPosition position, ExtraClaims further) {
        Instant now = now();
        return new Claims(
                SignedId.next(random),
                VerifiedCallers.session(sessionId, owner, Permission.READ_WRITE, Scopes.none(), authenticatedAt),
                now,
                now.plusSeconds(life().toSeconds()),
                position,
                further);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Verifies a session token.
     *
     * @param sessionToken the presented text; any text at all
     * @return what it proves, its {@code tokenId} being the session's id; or why it is rejected
     */
    public Verification<Caller> verify(String sessionToken) {
        Objects.requireNonNull(sessionToken, "sessionToken");
        return signed.verify(sessionToken).map(Claims::caller);
    }

    /**
     * Whether {@link #verify} may block the thread that calls it: to ask the store of the revocation log, where that has been silent
     * for too long or lies behind.
     *
     * @return false if the revocation log is in the memory of this process
     */
    public boolean blocks() {
        return signed.blocks();
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
     * @param sessionId as {@link SessionToken#sessionId} tells it, and {@link #verify} as {@code tokenId}
     * @throws IllegalArgumentException if it has not the length of an id, as a token's text has not; {@link #signOutWith} takes that
     */
    public void signOut(String sessionId) {
        log.append(RevocationTarget.session(SignedId.checked(sessionId, "sessionId")));
        store.end(sessionId);
    }

    /**
     * Signs the session out that a session token or a refresh token belongs to. The token may have expired: a browser that was closed for
     * longer than a session token lives signs out with what it has.
     *
     * @param token the presented text; any text at all
     * @return true if there was one to sign out; false if the text is no token of this issuer, or its session is signed out already
     */
    public boolean signOutWith(String token) {
        Objects.requireNonNull(token, "token");
        Optional<Claims> genuine = signed.genuine(token);
        if (genuine.isEmpty() && refreshTokens != null) {
            genuine = refreshTokens.genuine(token);
        }
        return genuine.isPresent() && end(genuine.get());
    }

    /** Ends a session unless that has been done already: an old token adds nothing to the log twice. */
    private boolean end(Claims claims) {
        Standing standing = signed.standing(claims.signedAt(), "", claims.sourceId(), claims.owner(), null);
        if (standing == Standing.REVOKED || standing == Standing.UNKNOWN_LOG) {
            store.end(claims.sourceId());
            return false;
        }
        // Where the log has been silent or has forgotten, the session may be alive.
        signOut(claims.sourceId());
        return true;
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
