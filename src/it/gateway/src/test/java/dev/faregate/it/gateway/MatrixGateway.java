package dev.faregate.it.gateway;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.identity.Caller;
import dev.faregate.integration.webflux.WebFluxGuard;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The matrix's routes, each to the same upstream server. The handler is a filter of the route. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(MatrixGateway.Local.class)
class MatrixGateway {

    @Bean
    static WebFluxGuard firstGuard(ObjectProvider<MatrixApi> api) {
        MatrixApi matrix = api.getObject();
        return new WebFluxGuard(matrix.wideGuard(), matrix.wideEndpoints())
                .within(List.of(matrix.contextPath() + "/second/wide-first/**"), List.of());
    }

    @Bean
    static WebFluxGuard guard(ObjectProvider<MatrixApi> api) {
        MatrixApi matrix = api.getObject();
        return new WebFluxGuard(matrix.guard(), matrix.endpoints()).below(matrix.contextPath());
    }

    @Bean
    static WebFluxGuard lastGuard(ObjectProvider<MatrixApi> api) {
        MatrixApi matrix = api.getObject();
        return new WebFluxGuard(matrix.wideGuard(), matrix.wideEndpoints())
                .within(List.of(matrix.contextPath() + "/second/strict-first/**"), List.of());
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder builder,
            MatrixApi api,
            Upstream upstream,
            ObjectProvider<DispatcherHandler> dispatcher) {
        RouteLocatorBuilder.Builder routes = builder.routes();
        for (MatrixRoute route : MatrixRoute.values()) {
            if (api.serves(route) && !route.name().startsWith("FORWARD_")) {
                add(routes, route, api, upstream.port());
            }
        }
        routes.route(
                "forwarding",
                predicate -> predicate
                        .path(MatrixRoute.FORWARD_SOURCE.template())
                        .filters(filters -> filters.filter(forwarding(api, dispatcher)))
                        .uri("forward:/"));
        return routes.build();
    }

    /** As the gateway forwards, but with the variable. */
    private static GatewayFilter forwarding(MatrixApi api, ObjectProvider<DispatcherHandler> dispatcher) {
        return (exchange, chain) -> {
            String base =
                    ServerWebExchangeUtils.getUriTemplateVariables(exchange).get("base");
            return dispatcher
                    .getObject()
                    .handle(exchange.mutate()
                            .request(request -> request.path(api.contextPath() + "/target/" + base))
                            .build());
        };
    }

    private static void add(RouteLocatorBuilder.Builder routes, MatrixRoute route, MatrixApi api, int port) {
        boolean any = route.method().equals(MatrixRoute.ANY) || route == MatrixRoute.VERBS;
        String path = route == MatrixRoute.CONSTRAINED ? "/constrained/{base:[a-z]+}" : route.template();
        String scheme = route == MatrixRoute.SOCKET ? "ws" : "http";
        routes.route(route.name(), predicate -> {
            var matching = predicate.path(path);
            return (any ? matching : matching.and().method(HttpMethod.valueOf(route.method())))
                    .filters(filters -> filters.filter(handling(route, api)))
                    .uri(scheme + "://127.0.0.1:" + port);
        });
    }

    private static GatewayFilter handling(MatrixRoute route, MatrixApi api) {
        return (exchange, chain) -> {
            Mono<String> handled = Mono.fromSupplier(() -> handle(route, api, exchange));
            return (route == MatrixRoute.ASYNC ? handled.subscribeOn(Schedulers.boundedElastic()) : handled)
                    .flatMap(text -> route == MatrixRoute.ERROR
                            ? Mono.error(new ResponseStatusException(HttpStatus.CONFLICT))
                            : chain.filter(exchange.mutate()
                                    .request(request -> request.header(Upstream.TEXT, text))
                                    .build()));
        };
    }

    private static String handle(MatrixRoute route, MatrixApi api, ServerWebExchange exchange) {
        return route == MatrixRoute.OPEN
                ? api.handleOpen(route)
                : api.handle(
                        route,
                        ServerWebExchangeUtils.getUriTemplateVariables(exchange).get("base"),
                        () -> exchange.getRequiredAttribute(Caller.class.getName()));
    }

    /** Beside the gateway's routes. */
    @RestController
    record Local(MatrixApi api) {

        @GetMapping("/target/{base}")
        String target(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.FORWARD_TARGET, base, () -> caller);
        }
    }
}
