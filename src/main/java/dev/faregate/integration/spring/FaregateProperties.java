package dev.faregate.integration.spring;

import dev.faregate.basetoken.SigningKeys;
import dev.faregate.http.RateLimitHeaders;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.spring.routes.GuardedPaths;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.LimitRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of an installation in a Spring Boot application. {@code toString} shows no key. Paths of {@code guardedPaths} and
 * {@code openPaths} are whole path patterns of Spring: the context path and the servlet's path belong to them. The start fails if a
 * pattern has no handler.
 *
 * @param enabled {@code faregate.enabled}: whether anything is configured; by default {@code true}
 * @param guard {@code faregate.guard}: what is guarded, see {@link Guard}; by default the handlers of the application's web framework.
 *     With Spring Security, or a server that Faregate cannot guard, the start fails until it is set
 * @param signingKey {@code faregate.signing-key}: at least 32 random bytes in Base64, the same on every node; by default a key that ends
 *     with the process
 * @param issuer {@code faregate.issuer}: the issuer in base tokens and sessions; by default {@code faregate}
 * @param tokenPrefix {@code faregate.token-prefix}: the prefix of the application's API tokens; by default {@code fg}
 * @param baseTokenLife {@code faregate.base-token-life}: the lifetime of base tokens; by default 3 days
 * @param sessionLife {@code faregate.session-life}: the lifetime of sessions; by default 10 hours
 * @param accept {@code faregate.accept}: the kinds of credential that are accepted; by default API tokens and base tokens
 * @param realm {@code faregate.realm}: the protected space in challenges; by default {@code api}
 * @param dialect {@code faregate.dialect}: the format of the limits in headers; by default in seconds from now
 * @param limit {@code faregate.limit}: the limits of each endpoint and caller, see {@link Limit#parse}; by default {@code 5/s}
 * @param limitedBy {@code faregate.limited-by}: who shares the permits of an endpoint; by default each API token has its own
 * @param limits {@code faregate.limits}: the limits of some endpoints, by pattern: {@code faregate.limits[GET /rows/*]=20/s,1000/d}
 * @param guardedPaths {@code faregate.guarded-paths}: the path patterns that are guarded, at least one; by default all. A handler is
 *     guarded if its own pattern has a path in common with one of these
 * @param openPaths {@code faregate.open-paths}: the path patterns among them that are not guarded, and not limited; by default none. A
 *     handler is open if one of these covers its own pattern
 * @param exchangePath {@code faregate.exchange-path}: the path, below the context path, at which {@code POST} exchanges API tokens for base
 *     tokens (RFC 8693); by default none
 * @param trustedProxies {@code faregate.trusted-proxies}: the addresses and CIDR ranges whose {@code X-Forwarded-For} is trusted; by
 *     default none
 * @param gateway {@code faregate.gateway}: what holds for the routes of Spring Cloud Gateway, see {@link Gateway}
 */
@ConfigurationProperties("faregate")
public record FaregateProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Guard guard,
        @Nullable String signingKey,
        @DefaultValue("faregate") String issuer,
        @Nullable String tokenPrefix,
        @DefaultValue("3d") Duration baseTokenLife,
        @Nullable Duration sessionLife,
        @DefaultValue({"api-token", "base-token"}) List<CredentialKind> accept,
        @DefaultValue("api") String realm,
        @DefaultValue("seconds-from-now") Dialect dialect,
        @DefaultValue("5/s") List<String> limit,
        @DefaultValue("token") LimitedBy limitedBy,
        @DefaultValue Map<String, List<String>> limits,
        @DefaultValue("/**") List<String> guardedPaths,
        @DefaultValue List<String> openPaths,
        @Nullable String exchangePath,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue Gateway gateway) {

    /** What is guarded. */
    public enum Guard {
        /** Nothing: the application uses tokens and limits by itself. */
        NONE,
        /** The handlers of Spring MVC. */
        MVC,
        /** The handlers of Spring WebFlux. */
        WEBFLUX
    }

    /** Who shares the permits of an endpoint. */
    public enum LimitedBy {
        /** An API token with the base tokens made from it; the sessions of a user. */
        TOKEN,
        /** All credentials of an owner. */
        OWNER
    }

    /** The formats of {@link RateLimitHeaders}. */
    public enum Dialect {
        /** {@link RateLimitHeaders#secondsFromNow()}. */
        SECONDS_FROM_NOW,
        /** {@link RateLimitHeaders#epochSeconds}. */
        EPOCH_SECONDS,
        /** {@link RateLimitHeaders#perMinute()}. */
        PER_MINUTE,
        /** {@link RateLimitHeaders#draft06()}. */
        DRAFT_06,
        /** {@link RateLimitHeaders#draft07()}. */
        DRAFT_07,
        /** {@link RateLimitHeaders#draft11()}. */
        DRAFT_11;

        RateLimitHeaders headers(InstantSource clock) {
            return switch (this) {
                case SECONDS_FROM_NOW -> RateLimitHeaders.secondsFromNow();
                case EPOCH_SECONDS -> RateLimitHeaders.epochSeconds(clock);
                case PER_MINUTE -> RateLimitHeaders.perMinute();
                case DRAFT_06 -> RateLimitHeaders.draft06();
                case DRAFT_07 -> RateLimitHeaders.draft07();
                case DRAFT_11 -> RateLimitHeaders.draft11();
            };
        }
    }

    /**
     * What holds for the routes of Spring Cloud Gateway.
     *
     * @param forwardCredential {@code faregate.gateway.forward-credential}: whether an upstream server receives the credential of a request;
     *     by default {@code false}
     */
    public record Gateway(@DefaultValue("false") boolean forwardCredential) {}

    private static final int LEAST_KEY_BYTES = 32;

    /**
     * Checks the path patterns.
     *
     * @param enabled whether anything is configured
     * @param guard what is guarded; null for what the web framework says
     * @param signingKey the key in Base64; null for one that ends with the process
     * @param issuer the issuer in base tokens and sessions
     * @param tokenPrefix the prefix of API tokens; null for {@code fg}
     * @param baseTokenLife the lifetime of base tokens
     * @param sessionLife the lifetime of sessions; null for 10 hours
     * @param accept the kinds of credential that are accepted
     * @param realm the protected space in challenges
     * @param dialect the format of the limits in headers
     * @param limit the limits of each endpoint and caller
     * @param limitedBy who shares the permits of an endpoint
     * @param limits the limits of some endpoints, by pattern
     * @param guardedPaths the path patterns that are guarded
     * @param openPaths the path patterns among them that are not guarded
     * @param exchangePath the path of the token exchange; null for none
     * @param trustedProxies the addresses and ranges whose {@code X-Forwarded-For} is trusted
     * @param gateway what holds for the routes of Spring Cloud Gateway
     * @throws IllegalArgumentException if no path is guarded, or a pattern does not begin with a slash
     */
    public FaregateProperties {
        guardedPaths = List.copyOf(guardedPaths);
        openPaths = List.copyOf(openPaths);
        GuardedPaths.require(guardedPaths, openPaths);
    }

    /** Null if no key is configured. */
    @Nullable
    SigningKeys signingKeys() {
        if (signingKey == null) {
            return null;
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(signingKey);
        } catch (IllegalArgumentException notBase64) {
            // Without its cause, which repeats a character of the key.
            throw new IllegalArgumentException(
                    "faregate.signing-key: no Base64 (expected: >= " + LEAST_KEY_BYTES + " bytes in Base64)");
        }
        return SigningKeys.hs256(secret);
    }

    /** Other rules, and on top of them what these properties say of some endpoints. */
    LimitRules over(LimitRules others) {
        LimitRules rules = others;
        for (Map.Entry<String, List<String>> entry : limits.entrySet()) {
            rules = rules.limit(entry.getKey(), limits(entry.getValue().toArray(String[]::new)));
        }
        return rules;
    }

    GuardedPaths paths() {
        return new GuardedPaths(guardedPaths, openPaths);
    }

    LimitRules limitRules() {
        return over(LimitRules.standard().limit(limits(limit.toArray(String[]::new))));
    }

    static Limit[] limits(String[] texts) {
        return Arrays.stream(texts).map(Limit::parse).toArray(Limit[]::new);
    }

    @Override
    public String toString() {
        return "FaregateProperties[issuer=" + issuer + ", accept=" + accept + ", limit=" + limit + ", limits=" + limits
                + "]";
    }
}
