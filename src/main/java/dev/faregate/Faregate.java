package dev.faregate;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.BaseTokenVerifier;
import dev.faregate.basetoken.KeyRing;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.basetoken.TokenType;
import dev.faregate.exchange.SessionTokens;
import dev.faregate.exchange.TokenExchange;
import dev.faregate.exchange.TokenIntrospection;
import dev.faregate.exchange.TokenRevocation;
import dev.faregate.http.Authenticator;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestGuardBuilder;
import dev.faregate.http.TokenEndpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationView;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of one installation, wired to each other. Immutable and safe for use by many threads; make one and keep it.
 *
 * <p>{@code Faregate.builder().build()} works with nothing set: in memory, signing with a key that ends with the process, base
 * tokens of 3 days, sessions of 10 hours, 5 requests a second for each endpoint and caller.
 *
 * <p>Close it when the service ends, after the server and before the stores. {@link #close} says what it does.
 */
public final class Faregate implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Faregate.class);

    private final KeyRing keyRing;
    private final TokenIssuer tokenIssuer;
    private final TokenExchange tokenExchange;
    private final BaseTokenVerifier baseTokenVerifier;
    private final SessionTokens sessionTokens;
    private final TokenIntrospection tokenIntrospection;
    private final TokenRevocation tokenRevocation;
    private final RateLimiter rateLimiter;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<CredentialKind, Authenticator> authenticators = new EnumMap<>(CredentialKind.class);

    Faregate(FaregateBuilder settings) {
        SigningKeys keys = settings.signingKeys();
        if (keys.isEphemeral()) {
            LOGGER.warn("No signing key configured: base tokens and sessions end with this process. "
                    + "For them to outlive it, set signingKeys(SigningKeys.hs256(key)) and a lasting store.");
        }
        Lives lives = settings.lives;
        Duration longestLife = lives.longest();
        this.keyRing = new KeyRing(keys, longestLife, settings.clock);
        ApiTokenStore store = settings.apiTokenStore();
        RevocationLog log = store.revocationLog();
        RevocationView revocations = new RevocationView(log, longestLife, settings.clock);
        SignedTokens baseTokens = SignedTokens.baseTokens(
                settings.baseTokenProfile(),
                settings.issuer,
                keyRing,
                revocations,
                settings.clock,
                lives.baseToken(),
                settings.clockSkew);
        SignedTokens sessions = signedTokens(TokenType.SESSION_TOKEN, lives.session(), settings, keyRing, revocations);
        Duration refreshLife = lives.refreshToken();
        SignedTokens refresh = refreshLife == null
                ? null
                : signedTokens(TokenType.REFRESH_TOKEN, refreshLife, settings, keyRing, revocations);
        this.tokenIssuer = settings.tokenIssuer(store);
        this.tokenExchange =
                new TokenExchange(tokenIssuer, baseTokens, log, lives.baseToken(), settings.clock, settings.random);
        this.baseTokenVerifier = new BaseTokenVerifier(baseTokens, tokenIssuer::noteUse);
        this.sessionTokens = new SessionTokens(
                sessions,
                refresh,
                settings.sessionStore(),
                log,
                tokenIssuer.ownerRights(),
                settings.sessionSettings,
                settings.clock,
                settings.random);
        this.tokenIntrospection = new TokenIntrospection(tokenIssuer, baseTokens, sessions, settings.issuer);
        this.tokenRevocation = new TokenRevocation(tokenIssuer, new BaseTokenVerifier(baseTokens), sessionTokens, log);
        this.rateLimiter = settings.rateLimiter();
        authenticators.put(CredentialKind.API_TOKEN, Authenticator.of(tokenIssuer));
        authenticators.put(CredentialKind.BASE_TOKEN, Authenticator.of(baseTokenVerifier));
        authenticators.put(CredentialKind.SESSION_TOKEN, Authenticator.of(sessionTokens));
    }

    private static SignedTokens signedTokens(
            TokenType type, Duration life, FaregateBuilder settings, KeyRing keys, RevocationView revocations) {
        return new SignedTokens(type, settings.issuer, keys, revocations, settings.clock, life, settings.clockSkew);
    }

    /**
     * Begins an installation.
     *
     * @return a builder with safe defaults
     */
    public static FaregateBuilder builder() {
        return new FaregateBuilder();
    }

    /**
     * Issues, authenticates, lists and revokes API tokens.
     *
     * @return the service
     */
    public TokenIssuer tokenIssuer() {
        return tokenIssuer;
    }

    /**
     * Makes base tokens of API tokens.
     *
     * @return the service
     */
    public TokenExchange tokenExchange() {
        return tokenExchange;
    }

    /**
     * Verifies base tokens.
     *
     * @return the service
     */
    public BaseTokenVerifier baseTokenVerifier() {
        return baseTokenVerifier;
    }

    /**
     * Signs users in and out.
     *
     * @return the service
     */
    public SessionTokens sessionTokens() {
        return sessionTokens;
    }

    /**
     * Tells what a token of any kind is good for.
     *
     * @return the service
     */
    public TokenIntrospection tokenIntrospection() {
        return tokenIntrospection;
    }

    /**
     * Revokes the very token that is presented.
     *
     * @return the service
     */
    public TokenRevocation tokenRevocation() {
        return tokenRevocation;
    }

    /**
     * The exchange, introspection and revocation as OAuth's endpoints, and the published keys.
     *
     * @return the endpoints
     */
    public TokenEndpoints tokenEndpoints() {
        return new TokenEndpoints(tokenExchange, tokenIntrospection, tokenRevocation, keyRing);
    }

    /**
     * The keys that sign base tokens and sessions: to rotate them, and to publish the public ones.
     *
     * @return the ring
     */
    public KeyRing keyRing() {
        return keyRing;
    }

    /**
     * Limits rates.
     *
     * @return the service
     */
    public RateLimiter rateLimiter() {
        return rateLimiter;
    }

    /**
     * Begins a guard for requests that carry a credential of one of these kinds. Where two credentials may stand in one request
     * and the first wins, the order of the kinds is what counts.
     *
     * @param kinds the kinds that are accepted; at least one
     * @return a builder with safe defaults
     * @throws IllegalArgumentException if no kind is named
     */
    public RequestGuardBuilder guard(CredentialKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("accepted credentials: none (expected: at least one kind)");
        }
        RequestGuardBuilder guard = RequestGuard.builder(rateLimiter).ownerRights(tokenIssuer.ownerRights());
        List<CredentialKind> accepted = List.of(kinds);
        accepted.stream().distinct().forEach(kind -> guard.accept(authenticator(kind)));
        authenticators.values().stream()
                .filter(authenticator -> !accepted.contains(authenticator.kind()))
                .forEach(guard::know);
        return guard;
    }

    /**
     * Ends the installation in order: writes when API tokens were last used, then gives leased permits back and ends the threads that
     * wait for buckets (see {@link RateLimiter#close}). A failure to write is logged. A second call does nothing.
     *
     * <p>The stores are the application's own, as it has opened them. Close them after this: the threads that follow the
     * revocation log and listen for changes are theirs, and end with them. Spring closes the beans of both in this order.
     *
     * <p>The services answer after this as long as their stores do. No use is noted any more, and where buckets are in a remote store, the
     * limits' outage policies decide. Once the stores are closed, what needs them fails with the store's error, and a guard
     * answers 503.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                tokenIssuer.close();
            } finally {
                rateLimiter.close();
            }
        }
    }

    private Authenticator authenticator(CredentialKind kind) {
        return Objects.requireNonNull(authenticators.get(kind), kind::name);
    }
}
