package dev.faregate.integration.webflux;

import dev.faregate.integration.spring.routes.GuardedPaths;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The whole templates of routes, by what their mapping has said of its match.
 *
 * @param basePath the path below which the application is served, empty or beginning with a slash. Of the configuration: the context
 *     path of a request may be a header's word
 */
record RouteNames(String basePath) {

    private static final boolean GATEWAY = ClassUtils.isPresent(
            "org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping",
            RouteNames.class.getClassLoader());

    /**
     * What is known of a request that has found a handler.
     *
     * @param template the whole template, or the name that stands for it; null if the mapping has none
     * @param pattern the whole template; null if the mapping has none, a name or not
     * @param variables what was routed in its variables
     */
    record Match(@Nullable String template, @Nullable String pattern, Map<String, String> variables) {

        Match(@Nullable String template, Map<String, String> variables) {
            this(template, template, variables);
        }
    }

    RouteNames {
        basePath = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
    }

    boolean isGateway(HandlerMapping mapping) {
        return GATEWAY && GatewayRoutes.isMapping(mapping);
    }

    Match match(ServerWebExchange exchange, HandlerMapping mapping) {
        if (isGateway(mapping)) {
            return GatewayRoutes.match(exchange);
        }
        Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        if (exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE) instanceof PathPattern functional) {
            return functional(functional, exchange.getRequest().getPath().pathWithinApplication(), variables);
        }
        return new Match(pattern == null ? null : whole(Objects.toString(pattern)), variables);
    }

    /** Of routes that are nested below a path and have none of their own, Spring tells the path that they are nested below. */
    private Match functional(PathPattern told, PathContainer path, Map<String, String> variables) {
        String template = whole(told.getPatternString());
        if (told.matches(path)) {
            return new Match(template, variables);
        }
        // Two patterns are not always made one that has the same paths: then the path of the request decides.
        return told.matchStartOfPath(path) == null
                ? new Match(template, null, variables)
                : new Match(GuardedPaths.below(template), variables);
    }

    /** The template of a pattern of the application's. */
    String whole(String pattern) {
        return pattern.isEmpty() || pattern.startsWith("/") ? basePath + pattern : basePath + '/' + pattern;
    }

    /** The path of a request as it was routed, decoded, the base path included. */
    List<String> routed(ServerWebExchange exchange) {
        return GuardedPaths.joined(
                GuardedPaths.segments(basePath),
                GuardedPaths.segments(exchange.getRequest().getPath().pathWithinApplication()));
    }

    /** Whether a template is one of all paths below the base path. */
    boolean isCatchAll(String template) {
        return GuardedPaths.isCatchAll(
                template.startsWith(basePath) ? template.substring(basePath.length()) : template);
    }
}
