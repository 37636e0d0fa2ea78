package dev.faregate.integration.webflux;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All mappings of a dispatcher as one. The first that answers decides, as in Spring; then the guard is asked about the route that it has
 * found. So nothing is matched a second time.
 *
 * @param mappings the mappings, in their order
 * @param checks ask the guards, in their order
 */
record GuardedMappings(List<HandlerMapping> mappings, List<RouteCheck> checks) implements HandlerMapping {

    /** What a mapping says of its match. What an earlier dispatch of the exchange has left here would be taken for it. */
    private static final List<String> SAID_OF_A_MATCH = List.of(
            BEST_MATCHING_HANDLER_ATTRIBUTE,
            BEST_MATCHING_PATTERN_ATTRIBUTE,
            URI_TEMPLATE_VARIABLES_ATTRIBUTE,
            RouterFunctions.MATCHING_PATTERN_ATTRIBUTE,
            RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE);

    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        if (CorsUtils.isPreFlightRequest(exchange.getRequest())) {
            // Spring's mappings answer a preflight themselves. No handler may run: the guard has not been asked.
            return Flux.fromIterable(mappings)
                    .concatMap(mapping -> mapping.getHandler(exchange))
                    .next()
                    .map(answered -> RouteCheck.ANSWERED);
        }
        return Flux.fromIterable(mappings)
                .concatMap(mapping -> asked(mapping, exchange))
                .next()
                .switchIfEmpty(Mono.defer(() -> Flux.fromIterable(checks)
                        .concatMap(check -> check.noRoute(exchange))
                        .next()));
    }

    private Mono<Object> asked(HandlerMapping mapping, ServerWebExchange exchange) {
        SAID_OF_A_MATCH.forEach(exchange.getAttributes()::remove);
        return mapping.getHandler(exchange)
                .map(handler -> found(exchange, mapping, handler))
                .onErrorResume(failure -> Mono.just(failed(exchange, failure)))
                .flatMap(checked -> checked);
    }

    private Mono<Object> found(ServerWebExchange exchange, HandlerMapping mapping, Object handler) {
        Mono<Object> checked = Mono.just(handler);
        for (RouteCheck check : checks) {
            checked = checked.flatMap(passed ->
                    passed == RouteCheck.ANSWERED ? Mono.just(passed) : check.found(exchange, mapping, passed));
        }
        return checked;
    }

    /** The mapping's failure, unless a guard answers. */
    private Mono<Object> failed(ServerWebExchange exchange, Throwable failure) {
        return Flux.fromIterable(checks)
                .concatMap(check -> check.failed(exchange))
                .next()
                .switchIfEmpty(Mono.defer(() -> {
                    if (failure instanceof MethodNotAllowedException notAllowed) {
                        allow(exchange.getResponse(), notAllowed.getSupportedMethods());
                    }
                    return Mono.error(failure);
                }));
    }

    /** Spring Boot's own answer leaves out what every 405 must have (RFC 9110 section 15.5.6). */
    private static void allow(ServerHttpResponse response, Set<HttpMethod> methods) {
        response.beforeCommit(() -> Mono.fromRunnable(() -> {
            if (HttpStatus.METHOD_NOT_ALLOWED.equals(response.getStatusCode())
                    && response.getHeaders().getAllow().isEmpty()) {
                response.getHeaders().setAllow(methods);
            }
        }));
    }
}
