package dev.faregate.integration.webflux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.handler.predicate.PathRoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * The routes of Spring Cloud Gateway as endpoints. The template of a route is the pattern of its {@code Path} predicate that has matched.
 * A route without one is named {@code /gateway:id}, and takes all paths. Used only if the gateway is on the class path.
 */
final class GatewayRoutes {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private GatewayRoutes() {}

    static boolean isMapping(HandlerMapping mapping) {
        return mapping instanceof RoutePredicateHandlerMapping;
    }

    static RouteNames.Match match(ServerWebExchange exchange) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        // A route that was tried before, and whose other predicates did not match, may have left its own.
        Object matched = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_PREDICATE_MATCHED_PATH_ROUTE_ID_ATTR);
        String pattern = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_PREDICATE_MATCHED_PATH_ATTR);
        String own = pattern != null && route.getId().equals(matched) ? pattern : null;
        return new RouteNames.Match(
                own == null ? named(route) : own, own, ServerWebExchangeUtils.getUriTemplateVariables(exchange));
    }

    private static String named(Route route) {
        return "/gateway:" + route.getId();
    }

    /** The routes that there are at start. */
    static List<KnownRoutes.Known> known(ApplicationContext context, RouteNames names) {
        List<KnownRoutes.Known> known = new ArrayList<>();
        @Nullable
        List<Route> routes =
                context.getBean(RouteLocator.class).getRoutes().collectList().block(PATIENCE);
        for (Route route : routes == null ? List.<Route>of() : routes) {
            int before = known.size();
            route.getPredicate().accept(predicate -> {
                if (predicate.getConfig() instanceof PathRoutePredicateFactory.Config path) {
                    // The predicate puts the base path before them, and says so of its match.
                    path.getPatterns().forEach(pattern -> known.add(known(names.whole(pattern), names.whole(pattern))));
                }
            });
            if (known.size() == before) {
                known.add(known(named(route), "/**"));
            }
        }
        return known;
    }

    private static KnownRoutes.Known known(String template, String pattern) {
        return new KnownRoutes.Known(null, template, pattern, null, false);
    }
}
