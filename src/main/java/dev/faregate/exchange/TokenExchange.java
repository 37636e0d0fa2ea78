package dev.faregate.exchange;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.exchange.ExchangeResult.ErrorCode;
import dev.faregate.exchange.ExchangeResult.Exchanged;
import dev.faregate.exchange.ExchangeResult.InvalidApiToken;
import dev.faregate.exchange.ExchangeResult.InvalidRequest;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a base token of an API token (RFC 8693 as a Java call). It narrows and never widens: no more permission, no other
 * resource, no longer life than the API token has. Scopes are compared word by word. If the API token is bound to no resource and
 * the request names one, the base token has no more rights than the owner has on that, see {@link
 * dev.faregate.apitoken.OwnerRights}. Safe for use by many threads; harmless to repeat.
 */
public final class TokenExchange {

    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private final TokenIssuer apiTokens;
    private final SignedTokens baseTokens;
    private final RevocationLog log;
    private final Duration usualLife;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * An exchange.
     *
     * @param apiTokens knows the API tokens
     * @param baseTokens signs the base tokens
     * @param log whose position the base tokens carry
     * @param usualLife how long a base token lives unless asked otherwise; at most {@link SignedTokens#longestLife()}
     * @param clock the time of issue
     * @param random makes ids
     * @throws IllegalArgumentException if the usual life is longer than the longest, or shorter than a second
     */
    public TokenExchange(
            TokenIssuer apiTokens,
            SignedTokens baseTokens,
            RevocationLog log,
            Duration usualLife,
            InstantSource clock,
            SecureRandom random) {
        if (usualLife.compareTo(SHORTEST_LIFE) < 0 || usualLife.compareTo(baseTokens.longestLife()) > 0) {
            throw new IllegalArgumentException("usual life of base tokens: " + usualLife + " (expected: "
                    + SHORTEST_LIFE + " to " + baseTokens.longestLife() + ")");
        }
        this.apiTokens = apiTokens;
        this.baseTokens = baseTokens;
        this.log = log;
        this.usualLife = usualLife;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Whether {@link #exchange(ExchangeRequest)} may block the thread that calls it.
     *
     * @return false if the API tokens are in the memory of this process, and the rights of owners do not block
     */
    public boolean blocks() {
        return apiTokens.blocks();
    }

    /**
     * Exchanges.
     *
     * @param request the API token, and what is wanted of it
     * @return the base token, or why there is none
     * @throws IllegalArgumentException if a further claim uses a name that has a meaning already
     */
    public ExchangeResult exchange(ExchangeRequest request) {
        return exchange(request, apiToken -> ExtraClaims.none(), "");
    }

    /**
     * Exchanges, with claims that depend on the API token. They are added to those of the request, and replace claims of the same name.
     *
     * @param request the API token, and what is wanted of it
     * @param claims makes the claims; called once the API token has been authenticated and the request found to be allowed, and not otherwise
     * @return the base token, or why there is none
     * @throws IllegalArgumentException if the claims make the token too long
     */
    public ExchangeResult exchange(ExchangeRequest request, Function<ApiToken, ExtraClaims> claims) {
        return exchange(request, claims, "");
    }

    /**
     * Exchanges for a client. Those that name none share one queue of look-ups.
     *
     * @param request the API token, and what is wanted of it
     * @param claims makes claims that depend on the API token, as in {@link #exchange(ExchangeRequest, Function)}
     * @param client what its sender is known by, such as an address: see {@link TokenIssuer#authenticate(String, String)}
     * @return the base token, or why there is none
     * @throws IllegalArgumentException if the claims make the token too long
     */
    public ExchangeResult exchange(ExchangeRequest request, Function<ApiToken, ExtraClaims> claims, String client) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(claims, "claims");
        // Before the look-up: whatever is revoked from here on has a higher number than the base token carries.
        LogPosition position = log.position();
        Verification<ApiToken> check = apiTokens.authenticate(request.apiToken(), client);
        if (check instanceof Verification.Accepted<ApiToken> accepted) {
            return exchange(accepted.value(), request, position, claims);
        }
        RejectionReason reason = baseTokens.recognizes(request.apiToken())
                ? RejectionReason.WRONG_KIND
                : ((Verification.Rejected<ApiToken>) check).reason();
        return new InvalidApiToken(reason);
    }

    private ExchangeResult exchange(
            ApiToken apiToken, ExchangeRequest request, LogPosition position, Function<ApiToken, ExtraClaims> further) {
        Resource resource = request.resource() == null ? apiToken.resource() : request.resource();
        Optional<Caller> reaching = resource == null
                ? Optional.of(apiToken.caller())
                : apiTokens.ownerRights().reach(apiToken.caller(), resource);
        if (reaching.isEmpty()) {
            return new InvalidRequest(ErrorCode.INVALID_TARGET, "The API token does not open this resource.");
        }
        Caller caller = reaching.get();
        Permission permission = Objects.requireNonNullElse(request.permission(), caller.permission());
        Scopes scopes = Objects.requireNonNullElse(request.scopes(), caller.scopes());
        if (!caller.permission().includes(permission) || !caller.scopes().includes(scopes)) {
            return new InvalidRequest(ErrorCode.INVALID_SCOPE, "The API token allows less than was asked for.");
        }
        Duration life = request.life();
        if (life != null && life.compareTo(SHORTEST_LIFE) < 0) {
            return new InvalidRequest(ErrorCode.INVALID_REQUEST, "The life must be at least one second.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = end(now, life, apiToken.expiresAt());
        if (!end.isAfter(now)) {
            return new InvalidRequest(ErrorCode.INVALID_REQUEST, "The API token expires within a second.");
        }
        Claims claims = new Claims(
                SignedId.next(random),
                VerifiedCallers.verified(
                        CredentialKind.BASE_TOKEN, apiToken.id(), apiToken.owner(), resource, permission, scopes),
                now,
                end,
                position,
                request.claims().with(further.apply(apiToken)));
        return new Exchanged(new BaseToken(baseTokens.sign(claims), claims));
    }

    private Instant end(Instant now, @Nullable Duration wanted, @Nullable Instant apiTokenEnd) {
        Duration life = wanted == null || wanted.compareTo(usualLife) > 0 ? usualLife : wanted;
        Instant end = now.plusSeconds(life.toSeconds());
        return apiTokenEnd != null && apiTokenEnd.isBefore(end) ? apiTokenEnd.truncatedTo(ChronoUnit.SECONDS) : end;
    }
}
