package dev.faregate.integration.webflux;

import dev.faregate.integration.spring.routes.FunctionalRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/** The routes that an application's mappings know at start. Of mappings of other kinds nothing is known. For use by one thread. */
final class KnownRoutes {

    /**
     * A route.
     *
     * @param method its method; null for any
     * @param template its whole template, or the name that stands for it
     * @param pattern its whole template; all paths if it has a name instead
     * @param handler its handler method, if it has one
     * @param isExchange whether API tokens are exchanged there
     */
    record Known(
            @Nullable String method,
            String template,
            String pattern,
            @Nullable HandlerMethod handler,
            boolean isExchange) {}

    private final RouteNames names;
    private final ApplicationContext context;
    private final List<Known> routes = new ArrayList<>();

    private KnownRoutes(RouteNames names, ApplicationContext context) {
        this.names = names;
        this.context = context;
    }

    static List<Known> of(List<HandlerMapping> mappings, RouteNames names, ApplicationContext context) {
        KnownRoutes known = new KnownRoutes(names, context);
        mappings.forEach(known::read);
        return known.routes;
    }

    private void read(HandlerMapping mapping) {
        if (names.isGateway(mapping)) {
            routes.addAll(GatewayRoutes.known(context, names));
        } else if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            methods.getHandlerMethods().forEach(this::annotated);
        } else if (mapping instanceof RouterFunctionMapping functions && functions.getRouterFunction() != null) {
            FunctionalRouteReader.read(functions.getRouterFunction()).forEach(this::functional);
        } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
            urls.getHandlerMap().forEach((pattern, handler) -> add(null, pattern.getPatternString(), null, false));
        }
    }

    /** A route without a pattern is one endpoint with what has no handler. */
    private void functional(FunctionalRoutes.Functional route) {
        if (route.pattern() != null) {
            add(route.method(), route.pattern(), null, route.handler() instanceof ExchangeHandler);
        }
    }

    private void annotated(RequestMappingInfo mapping, HandlerMethod handler) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        mapping.getPatternsCondition().getPatterns().forEach(pattern -> {
            if (methods.isEmpty()) {
                add(null, pattern.getPatternString(), handler, false);
            }
            methods.forEach(method -> add(method.name(), pattern.getPatternString(), handler, false));
        });
    }

    private void add(@Nullable String method, String pattern, @Nullable HandlerMethod handler, boolean isExchange) {
        String template = names.whole(pattern);
        routes.add(new Known(method, template, template, handler, isExchange));
    }
}
