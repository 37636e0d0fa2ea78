package dev.faregate.http;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.KeyRing;
import dev.faregate.exchange.BaseToken;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.Introspection;
import dev.faregate.exchange.TokenExchange;
import dev.faregate.exchange.TokenIntrospection;
import dev.faregate.exchange.TokenRevocation;
import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.StoreUnavailableException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token endpoints of OAuth, and the published keys, as functions from a request to an answer, without a framework: mount them where they belong, and
 * send what they return. Harmless to repeat; safe for use by many threads.
 */
public final class TokenEndpoints {

    /** The {@code subject_token_type} of an API token. */
    public static final String API_TOKEN_TYPE = "urn:faregate:token-type:api-token";

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenEndpoints.class);
    private static final Map<String, String> JWKS_HEADERS =
            Map.of("Content-Type", "application/jwk-set+json", "Cache-Control", "public, max-age=300");

    static final String ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

    private final TokenExchange exchange;
    private final TokenIntrospection introspection;
    private final TokenRevocation revocation;
    private final KeyRing keys;
    private final @Nullable Function<ApiToken, ExtraClaims> claims;

    /**
     * The endpoints of an installation.
     *
     * @param exchange makes base tokens
     * @param introspection knows tokens
     * @param revocation ends tokens
     * @param keys whose public ones are published
     */
    public TokenEndpoints(
            TokenExchange exchange, TokenIntrospection introspection, TokenRevocation revocation, KeyRing keys) {
        this(exchange, introspection, revocation, keys, null);
    }

    private TokenEndpoints(
            TokenExchange exchange,
            TokenIntrospection introspection,
            TokenRevocation revocation,
            KeyRing keys,
            @Nullable Function<ApiToken, ExtraClaims> claims) {
        this.claims = claims;
        this.exchange = exchange;
        this.introspection = introspection;
        this.revocation = revocation;
        this.keys = keys;
    }

    /**
     * Returns endpoints whose base tokens carry further claims. By default they carry none. What the function throws, the exchange
     * throws.
     *
     * @param claims makes the further claims of an API token that is about to be exchanged, {@code groups}, say. Called after the API
     *     token has been authenticated. May block: an exchange that calls it counts as one that blocks
     * @return a changed copy
     */
    public TokenEndpoints withClaims(Function<ApiToken, ExtraClaims> claims) {
        return new TokenEndpoints(exchange, introspection, revocation, keys, Objects.requireNonNull(claims, "claims"));
    }

    /**
     * Publishes the public keys that verify now or soon, for those who verify base tokens elsewhere (a JWK Set, RFC 7517 section 5);
     * with symmetric keys alone, an empty set. May be kept for five minutes: wait at least as long between announcing a key
     * and activating it. Mount it where anyone may read it, at {@code /.well-known/jwks.json}, say.
     *
     * @param method the request's method
     * @return 200 with the set, for HEAD without it; 405 for any method but GET and HEAD
     */
    public Reply jwks(String method) {
        return switch (method) {
            case "GET" -> new Reply(200, JWKS_HEADERS, keys.jwks());
            case "HEAD" -> new Reply(200, JWKS_HEADERS, "");
            default -> new Reply(405, Map.of("Allow", "GET, HEAD", "Cache-Control", "no-store"), "");
        };
    }

    /**
     * Exchanges an API token for a base token (RFC 8693 section 2): {@code grant_type}, {@code subject_token} and
     * {@code subject_token_type} are required, {@code audience} or {@code resource} (the resource's id), {@code scope} and
     * {@code requested_token_type} are not ({@code …:access_token}, the default, or {@code …:jwt}; the answer names the same as
     * {@code issued_token_type}); beyond the RFC, {@code permission} ({@code r} or {@code rw}) and {@code expires_in}
     * (seconds) narrow as well. Needs no further authentication: the API token is one. Does not limit who guesses at them:
     * {@link RequestGuard#exchange} does.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 with the base token, 400 with the RFC's error, or 503 if a store does not answer
     */
    public Reply exchange(String form) {
        return orUnavailable(() -> exchanged(form, "").reply());
    }

    private static Reply orUnavailable(Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (StoreUnavailableException down) {
            LOGGER.warn("a token endpoint answers 503: {}", down.getMessage());
            return Reply.unavailable();
        }
    }

    /** Whether an exchange may block. */
    boolean exchangeBlocks() {
        return claims != null || exchange.blocks();
    }

    /**
     * The answer to an exchange.
     *
     * @param reply the answer
     * @param accepted whether the API token was accepted
     * @param rejection why the API token was rejected; null if it was accepted, or never looked at
     */
    record ExchangeAnswer(
            Reply reply, boolean accepted, @Nullable RejectionReason rejection) {

        static ExchangeAnswer unauthenticated(Reply reply) {
            return new ExchangeAnswer(reply, false, null);
        }
    }

    /** The API token that a form presents; null if it presents none. */
    static @Nullable String subjectToken(String form) {
        FormBody parameters = FormBody.parse(form);
        String token = parameters == null ? null : parameters.get("subject_token");
        return token == null || token.isEmpty() ? null : token;
    }

    /** Exchanges for a client, and throws what a store that does not answer throws. */
    ExchangeAnswer exchanged(String form, String client) {
        FormBody parameters = FormBody.parse(form);
        if (parameters == null) {
            return ExchangeAnswer.unauthenticated(
                    Reply.error("invalid_request", "The body is no form, or repeats a parameter."));
        }
        ExchangeForm request = new ExchangeForm(parameters);
        Reply refusal = request.refusal();
        if (refusal != null) {
            return ExchangeAnswer.unauthenticated(refusal);
        }
        ExchangeResult result = exchange.exchange(
                request.toRequest(), claims == null ? apiToken -> ExtraClaims.none() : claims, client);
        if (result instanceof ExchangeResult.Exchanged exchanged) {
            return new ExchangeAnswer(Reply.json(200, answer(exchanged.baseToken(), request.issuedType())), true, null);
        }
        if (result instanceof ExchangeResult.InvalidRequest invalid) {
            return new ExchangeAnswer(Reply.error(invalid.error().code(), invalid.problem()), true, null);
        }
        RejectionReason reason = result instanceof ExchangeResult.InvalidApiToken invalid ? invalid.reason() : null;
        return new ExchangeAnswer(Reply.error("invalid_request", "The subject token is not accepted."), false, reason);
    }

    private static Map<String, Object> answer(BaseToken baseToken, String issuedType) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", baseToken.text());
        members.put("issued_token_type", issuedType);
        members.put("token_type", "Bearer");
        members.put("expires_in", baseToken.life().toSeconds());
        if (!baseToken.claims().scopes().isEmpty()) {
            members.put("scope", baseToken.claims().scopes().text());
        }
        members.put("permission", baseToken.claims().permission().code());
        return members;
    }

    /**
     * Tells what a token is good for (RFC 7662 section 2): {@code token} is required. Beyond the RFC, {@code audience} or {@code
     * resource} (the resource's id) is not: with it, the answer is what the token is good for on that resource, see {@link
     * TokenIntrospection#introspect(String, Resource)}. Mount it behind a guard: the RFC wants whoever asks to be authorized.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 with what it is good for, of a session also the time of sign-in ({@code auth_time}); of a dead token that it is
     *     not active and nothing else; 400 if there is no token, or no such resource can be; 503 if a store does not answer
     */
    public Reply introspect(String form) {
        return orUnavailable(() -> introspected(form));
    }

    private Reply introspected(String form) {
        FormBody parameters = FormBody.parse(form);
        String token = parameters == null ? null : parameters.get("token");
        if (parameters == null || token == null) {
            return Reply.error("invalid_request", "The parameter token is needed, once.");
        }
        NamedResource named = NamedResource.in(parameters);
        if (named.refusal() != null) {
            return named.refusal();
        }
        Resource asked = named.resource();
        Map<String, Object> members = new LinkedHashMap<>();
        Introspection told = asked == null ? introspection.introspect(token) : introspection.introspect(token, asked);
        if (!(told instanceof Introspection.Active active)) {
            members.put("active", false);
            return Reply.json(200, members);
        }
        Caller caller = active.caller();
        members.put("active", true);
        members.put("iss", active.issuer());
        members.put("token_type", "Bearer");
        members.put("jti", active.id());
        members.put("sub", caller.owner().id());
        members.put("client_id", caller.tokenId());
        if (active.audience() != null) {
            members.put("aud", active.audience());
        }
        if (!caller.scopes().isEmpty()) {
            members.put("scope", caller.scopes().text());
        }
        members.put("permission", caller.permission().code());
        members.put("iat", active.issuedAt().getEpochSecond());
        Instant expiresAt = active.expiresAt();
        if (expiresAt != null) {
            members.put("exp", expiresAt.getEpochSecond());
        }
        Instant authenticatedAt = caller.authenticatedAt();
        if (authenticatedAt != null) {
            // RFC 9470 section 6.2.
            members.put("auth_time", authenticatedAt.getEpochSecond());
        }
        return Reply.json(200, members);
    }

    /**
     * Revokes the presented token (RFC 7009 section 2): {@code token} is required; {@code token_type_hint} is not needed.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 whether there was such a token or not; 400 for none; 503 if a
     *     store does not answer, and then the token still counts as alive (section 2.2.1)
     */
    public Reply revoke(String form) {
        return orUnavailable(() -> revocation(form));
    }

    /** Revokes, and throws what a store that does not answer throws. */
    Reply revocation(String form) {
        FormBody parameters = FormBody.parse(form);
        String token = parameters == null ? null : parameters.get("token");
        if (token == null) {
            return Reply.error("invalid_request", "The parameter token is needed, once.");
        }
        revocation.revoke(token);
        return Reply.empty();
    }
}
