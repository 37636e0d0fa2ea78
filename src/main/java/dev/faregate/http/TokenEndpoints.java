package dev.faregate.http;

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
import java.util.function.Consumer;
import java.util.function.Supplier;
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
        this.exchange = exchange;
        this.introspection = introspection;
        this.revocation = revocation;
        this.keys = keys;
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
     * {@code requested_token_type} are not; beyond the RFC, {@code permission} ({@code r} or {@code rw}) and {@code expires_in}
     * (seconds) narrow as well. Needs no further authentication: the API token is one. Does not limit who guesses at them:
     * {@link RequestGuard#exchange} does.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 with the base token, 400 with the RFC's error, or 503 if a store does not answer
     */
    public Reply exchange(String form) {
        return orUnavailable(() -> exchange(form, reason -> {}));
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
        return exchange.blocks();
    }

    /** The same, telling why an API token is no good, and throwing what a store that is down does. */
    Reply exchange(String form, Consumer<RejectionReason> failure) {
        FormBody parameters = FormBody.parse(form);
        if (parameters == null) {
            return Reply.error("invalid_request", "The body is no form, or repeats a parameter.");
        }
        ExchangeForm request = new ExchangeForm(parameters);
        Reply refusal = request.refusal();
        if (refusal != null) {
            return refusal;
        }
        ExchangeResult result = exchange.exchange(request.toRequest());
        if (result instanceof ExchangeResult.Exchanged exchanged) {
            return Reply.json(200, answer(exchanged.baseToken()));
        }
        if (result instanceof ExchangeResult.InvalidRequest invalid) {
            return Reply.error(invalid.error().code(), invalid.problem());
        }
        if (result instanceof ExchangeResult.InvalidApiToken invalid) {
            failure.accept(invalid.reason());
        }
        return Reply.error("invalid_request", "The subject token is not accepted.");
    }

    private static Map<String, Object> answer(BaseToken baseToken) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", baseToken.text());
        members.put("issued_token_type", ACCESS_TOKEN_TYPE);
        members.put("token_type", "Bearer");
        members.put("expires_in", baseToken.life().toSeconds());
        if (!baseToken.claims().scopes().isEmpty()) {
            members.put("scope", baseToken.claims().scopes().text());
        }
        members.put("permission", baseToken.claims().permission().code());
        return members;
    }

    /**
     * Tells what a token is good for (RFC 7662 section 2): {@code token} is required. Mount it behind a guard: the RFC wants
     * whoever asks to be authorized.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 with what it is good for, of a dead token that it is not active and nothing else; 400 if there is no token;
     *     503 if a store does not answer
     */
    public Reply introspect(String form) {
        return orUnavailable(() -> introspected(form));
    }

    private Reply introspected(String form) {
        FormBody parameters = FormBody.parse(form);
        String token = parameters == null ? null : parameters.get("token");
        if (token == null) {
            return Reply.error("invalid_request", "The parameter token is needed, once.");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        if (!(introspection.introspect(token) instanceof Introspection.Active active)) {
            members.put("active", false);
            return Reply.json(200, members);
        }
        Caller caller = active.caller();
        members.put("active", true);
        members.put("sub", caller.owner().id());
        members.put("client_id", caller.tokenId());
        Resource resource = caller.resource();
        if (resource != null) {
            members.put("aud", resource.id());
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
        return Reply.json(200, members);
    }

    /**
     * Revokes the presented token (RFC 7009 section 2): {@code token} is required; {@code token_type_hint} is not needed.
     *
     * @param form the body, {@code application/x-www-form-urlencoded}
     * @return 200 whether there was such a token or not; 400 for a base token, which cannot be revoked by itself, or for none; 503 if a
     *     store does not answer, and then the token still counts as alive (section 2.2.1)
     */
    public Reply revoke(String form) {
        return orUnavailable(() -> revoked(form));
    }

    private Reply revoked(String form) {
        FormBody parameters = FormBody.parse(form);
        String token = parameters == null ? null : parameters.get("token");
        if (token == null) {
            return Reply.error("invalid_request", "The parameter token is needed, once.");
        }
        return switch (revocation.revoke(token)) {
            case DEAD -> Reply.empty();
            case UNSUPPORTED_TOKEN_TYPE ->
                Reply.error("unsupported_token_type", "A base token ends with its API token; revoke that.");
        };
    }
}
