package dev.faregate.exchange;

import static dev.faregate.identity.Verification.accepted;
import static dev.faregate.identity.Verification.rejected;

import dev.faregate.apitoken.OwnerRights;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.exchange.SessionStore.Advance;
import dev.faregate.exchange.SessionStore.Use;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.StoreUnavailableException;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of users: sign in, refresh, verify, list, sign out. A session token works until it expires or its session is signed
 * out. How users prove who they are, by password or otherwise, is the application's part. Thread-safe.
 *
 * <pre>{@code
 * SessionToken session = sessionTokens.signIn(SignInRequest.of(owner).withScopes(Scopes.of("rows"))).orElseThrow();
 * Caller caller = sessionTokens.verify(session.text()).orElseThrow();
 * sessionTokens.signOut(caller);
 * }</pre>
 *
 * <p>A session has the permission and the scopes of its {@link SignInRequest}, and never more than {@link OwnerRights} allow its user
 * without a resource ({@code rights.of(owner, null)}). They are asked for at the sign-in and at each refresh.
 */
public final class SessionTokens {

    private final SignedTokens signed;
    private final @Nullable SignedTokens refreshTokens;
    private final SessionStore store;
    private final RevocationLog log;
    private final OwnerRights ownerRights;
    private final SessionSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * Creates the sessions of one issuer. A session token lives as long as the signed tokens may live, and so does a refresh token.
     *
     * @param signed signed tokens of the type for sessions
     * @param refreshTokens signed tokens of the type for refreshing them; null if sessions cannot be refreshed
     * @param store keeps the sessions
     * @param log takes the sign-outs
     * @param ownerRights what users may do now
     * @param settings how the sessions behave
     * @param clock the time of sign-ins and refreshes
     * @param random unpredictable; makes ids
     */
    public SessionTokens(
            SignedTokens signed,
            @Nullable SignedTokens refreshTokens,
            SessionStore store,
            RevocationLog log,
            OwnerRights ownerRights,
            SessionSettings settings,
            InstantSource clock,
            SecureRandom random) {
        this.signed = signed;
        this.refreshTokens = refreshTokens;
        this.store = store;
        this.log = log;
        this.ownerRights = ownerRights;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins a session with {@link dev.faregate.identity.Permission#READ_WRITE}, without scopes and without further claims.
     *
     * @param owner the user, whom the application has authenticated
     * @return the session token; rejected as {@link RejectionReason#OWNER_WITHOUT_RIGHTS} if the user has no rights
     */
    public Verification<SessionToken> signIn(Owner owner) {
        return signIn(SignInRequest.of(owner));
    }

    /**
     * Begins a session. If its user then has more sessions than the most, the oldest of them are signed out.
     *
     * @param request the session that is wanted
     * @return the session token; rejected as {@link RejectionReason#OWNER_WITHOUT_RIGHTS} if the user has no rights
     * @throws IllegalArgumentException if the further claims make a token too long
     */
    public Verification<SessionToken> signIn(SignInRequest request) {
        Objects.requireNonNull(request, "request");
        Owner owner = request.owner();
        LogPosition position = log.position();
        Instant at = clock.instant();
        Caller granted = VerifiedCallers.session(
                SignedId.next(random), owner, request.permission(), request.scopes(), seconds(at));
        Optional<Caller> limited = limited(granted);
        if (limited.isEmpty()) {
            return rejected(RejectionReason.OWNER_WITHOUT_RIGHTS);
        }
        SessionToken token = token(granted, claims(limited.get(), at, request.claims(), position), at, 0);
        Session session = new Session(granted.tokenId(), owner, at, null, until(granted, at));
        for (String oldest : store.begin(new StoredSession(session, position), settings.maxPerOwner())) {
            end(owner, oldest);
        }
        return accepted(token);
    }

    /**
     * Refreshes a session with the further claims that its tokens have carried before, as {@link #refresh(String, Function)} does.
     *
     * @param refreshToken the presented text; any text at all
     * @return the session token, or the reason for the rejection
     * @throws IllegalStateException if sessions cannot be refreshed here
     */
    public Verification<SessionToken> refresh(String refreshToken) {
        return refresh(refreshToken, null);
    }

    /**
     * Refreshes a session: takes a refresh token, which works once, for a session token and the next refresh token.
     *
     * <ul>
     *   <li>The new session token has the rights of the sign-in, limited to those that the user has now. A user without rights gets none:
     *       {@link RejectionReason#OWNER_WITHOUT_RIGHTS}. The refresh token is then not used up.
     *   <li>It carries the further claims that the function returns: those of today.
     *   <li>It tells the time of the sign-in ({@link Caller#authenticatedAt}), and expires at the end of the maximum lifetime of a session.
     *   <li>A refresh token that was used before is rejected as {@link RejectionReason#REUSED}, and its session is signed out: one of the
     *       two who have it may have stolen it. Within the reuse interval ({@link SessionSettings#refreshReuse}) the token used last is not rejected.
     *       It yields a session token and the same next refresh token again, so only one of these works later.
     * </ul>
     *
     * @param refreshToken the presented text; any text at all
     * @param claims returns the further claims of the new tokens. It is given what the new session token proves. What it throws leaves the
     *     refresh token unused
     * @return the session token, or the reason for the rejection
     * @throws IllegalStateException if sessions cannot be refreshed here
     * @throws IllegalArgumentException if the further claims make a token too long
     */
    public Verification<SessionToken> refresh(
            String refreshToken, @Nullable Function<? super Caller, ExtraClaims> claims) {
        Objects.requireNonNull(refreshToken, "refreshToken");
        if (refreshTokens == null) {
            throw new IllegalStateException("sessions cannot be refreshed (expected: a life of refresh tokens)");
        }
        // Before the refresh token is judged: a sign-out from here on has a higher number than what is made carries.
        LogPosition position = log.position();
        Verification<RefreshTokens.Numbered> presented = RefreshTokens.verify(refreshTokens, refreshToken);
        if (presented instanceof Verification.Accepted<RefreshTokens.Numbered> genuine) {
            return refresh(genuine.value(), claims, position);
        }
        return rejected(((Verification.Rejected<RefreshTokens.Numbered>) presented).reason());
    }

    private Verification<SessionToken> refresh(
            RefreshTokens.Numbered presented,
            @Nullable Function<? super Caller, ExtraClaims> further,
            LogPosition position) {
        Caller granted = presented.claims().caller();
        Instant at = clock.instant();
        if (!seconds(at).isBefore(latestEnd(granted))) {
            return rejected(RejectionReason.EXPIRED);
        }
        Optional<Caller> limited = limited(granted);
        if (limited.isEmpty()) {
            return rejected(RejectionReason.OWNER_WITHOUT_RIGHTS);
        }
        ExtraClaims extra = further == null ? presented.claims().extra() : further.apply(limited.get());
        Claims claims = claims(limited.get(), at, extra, position);
        long next = presented.number() + 1;
        // Before the refresh token is used up: what the application's rights and claims throw costs nobody the session.
        SessionToken made = token(granted, claims, at, next);
        Use use = new Use(granted.owner(), granted.tokenId(), presented.number(), at, until(granted, at), position);
        Advance advance = store.advance(use, settings.refreshReuse());
        if (advance instanceof Advance.Advanced) {
            return accepted(made);
        }
        if (advance instanceof Advance.Repeated repeated) {
            return accepted(token(granted, claims, repeated.firstUsedAt(), next));
        }
        if (advance instanceof Advance.Reused) {
            end(granted.owner(), granted.tokenId());
            return rejected(RejectionReason.REUSED);
        }
        return rejected(RejectionReason.UNKNOWN);
    }

    private Optional<Caller> limited(Caller granted) {
        return ownerRights.of(granted.owner(), null).map(rights -> rights.limit(granted, null));
    }

    private Claims claims(Caller caller, Instant at, ExtraClaims extra, LogPosition position) {
        return new Claims(SignedId.next(random), caller, seconds(at), end(caller, at, life()), position, extra);
    }

    /**
     * Signs a session token, and a refresh token that was first made at a time. That one carries the rights of the sign-in, so that what
     * the user loses and regains is lost and regained.
     */
    private SessionToken token(Caller granted, Claims claims, Instant refreshFrom, long number) {
        String refreshToken = refreshTokens == null
                ? null
                : refreshTokens.sign(new Claims(
                        RefreshTokens.id(granted.tokenId(), number),
                        granted,
                        seconds(refreshFrom),
                        end(granted, refreshFrom, refreshTokens.longestLife()),
                        claims.signedAt(),
                        claims.extra()));
        return new SessionToken(signed.sign(claims), claims, refreshToken);
    }

    private Instant end(Caller session, Instant from, Duration life) {
        Instant end = seconds(from).plusSeconds(life.toSeconds());
        Instant latest = latestEnd(session);
        return latest.isBefore(end) ? latest : end;
    }

    private Instant latestEnd(Caller session) {
        Duration most = settings.maxLifetime();
        return most == null ? Instant.MAX : authenticatedAt(session).plusSeconds(most.toSeconds());
    }

    /** When all tokens of a session have expired that are made at a time. */
    private Instant until(Caller session, Instant at) {
        Instant end = end(session, at, life());
        Instant refreshEnd = refreshTokens == null ? end : end(session, at, refreshTokens.longestLife());
        return refreshEnd.isAfter(end) ? refreshEnd : end;
    }

    private static Instant authenticatedAt(Caller session) {
        return Objects.requireNonNull(session.authenticatedAt(), "authenticatedAt");
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
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
     * Returns the sessions of a user that are neither expired nor signed out.
     *
     * @param owner the user
     * @return the newest sign-in first; at most {@link SessionStore#MOST_LISTED}
     * @throws StoreUnavailableException if the store does not answer, or it cannot be known now which sessions are signed out
     */
    public List<Session> list(Owner owner) {
        return store.list(owner).stream()
                .filter(this::isLive)
                .map(StoredSession::session)
                .toList();
    }

    /**
     * Counts the sessions of a user that {@link #list} returns. It reads them all.
     *
     * @param owner the user
     * @return how many
     * @throws StoreUnavailableException as {@link #list} does
     */
    public int count(Owner owner) {
        return list(owner).size();
    }

    private boolean isLive(StoredSession stored) {
        Standing standing = standing(stored);
        if (standing == Standing.STALE) {
            throw new StoreUnavailableException(
                    "the revocation log was silent for too long: which sessions are signed out is not known");
        }
        return standing == Standing.LIVE;
    }

    private Standing standing(StoredSession stored) {
        return signed.standing(
                stored.signedAt(), "", stored.session().id(), stored.session().owner(), null);
    }

    /**
     * Signs a session out: when this returns, its tokens are accepted on this node no more.
     *
     * @param session the caller of a request with a session token
     * @throws IllegalArgumentException if the caller is no session
     */
    public void signOut(Caller session) {
        end(session.owner(), sessionId(session));
    }

    /**
     * Signs a session of a user out by its id, as the user has chosen it from a {@link #list}. The session of another user is left alone,
     * so the id may come from a request.
     *
     * @param owner the user
     * @param sessionId the id of the session
     * @return true if the user had such a session
     * @throws IllegalArgumentException if the id has not the length of one, as a token's text has not; {@link #signOutWith} takes that
     */
    public boolean signOut(Owner owner, String sessionId) {
        SignedId.checked(sessionId, "sessionId");
        Optional<StoredSession> found = store.list(owner).stream()
                .filter(stored -> stored.session().id().equals(sessionId))
                .findFirst();
        return found.isPresent() && end(found.get());
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

    private boolean end(Claims claims) {
        return end(claims.owner(), claims.sourceId(), claims.signedAt());
    }

    private boolean end(StoredSession stored) {
        return end(stored.session().owner(), stored.session().id(), stored.signedAt());
    }

    /** Ends a session unless what was signed at the position has been revoked already: an old token adds nothing to the log twice. */
    private boolean end(Owner owner, String sessionId, LogPosition signedAt) {
        Standing standing = signed.standing(signedAt, "", sessionId, owner, null);
        if (standing == Standing.REVOKED || standing == Standing.UNKNOWN_LOG) {
            store.end(owner, sessionId);
            return false;
        }
        // Where the log has been silent or has forgotten, the session may be alive.
        end(owner, sessionId);
        return true;
    }

    private void end(Owner owner, String sessionId) {
        // First: where the store fails, the session has ended all the same.
        log.append(RevocationTarget.session(sessionId));
        store.end(owner, sessionId);
    }

    /**
     * Signs all other sessions of a user out: those that have begun when this is called. When it returns, none of their tokens is accepted
     * on this node. The user's API tokens stay valid.
     *
     * @param session the caller of a request with a session token, whose session stays
     * @return how many sessions were signed out
     * @throws IllegalArgumentException if the caller is no session
     */
    public int signOutOthers(Caller session) {
        String kept = sessionId(session);
        int count = 0;
        List<StoredSession> sessions = store.list(session.owner());
        for (StoredSession stored : sessions) {
            count += !stored.session().id().equals(kept) && end(stored) ? 1 : 0;
        }
        return count;
    }

    private static String sessionId(Caller session) {
        if (session.kind() != CredentialKind.SESSION_TOKEN) {
            throw new IllegalArgumentException(
                    "session: of kind " + session.kind() + " (expected: " + CredentialKind.SESSION_TOKEN + ")");
        }
        return session.tokenId();
    }

    /**
     * Signs every session of a user out: when this returns, none of their tokens is accepted on this node. The user's API tokens stay
     * valid.
     *
     * @param owner the user
     */
    public void signOutEverywhere(Owner owner) {
        log.append(RevocationTarget.sessionsOf(owner));
    }

    /**
     * Returns the lifetime of a session token.
     *
     * @return the lifetime
     */
    public Duration life() {
        return signed.longestLife();
    }
}
