package dev.faregate.integration.webflux;

import dev.faregate.http.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Spring's dispatcher, with the guard between its handler mappings and its handler adapters. The mappings that it shows are the
 * application's own; the one that it asks is {@link GuardedMappings}.
 */
final class GuardedDispatcher extends DispatcherHandler {

    private final List<RouteCheck> checks;
    private final DispatcherHandler guarded;

    GuardedDispatcher(ApplicationContext context, List<RouteCheck> checks) {
        super(context);
        this.checks = List.copyOf(checks);
        this.guarded = new DispatcherHandler(new Strategies(context, new GuardedMappings(mappings(), this.checks)));
    }

    /** The application's own, in their order. */
    List<HandlerMapping> mappings() {
        return Objects.requireNonNull(getHandlerMappings(), "handler mappings");
    }

    /** In the order in which the guards are asked. */
    List<RouteCheck> checks() {
        return checks;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return CorsUtils.isPreFlightRequest(exchange.getRequest())
                ? handlePreFlight(exchange)
                : refusing(exchange, noted(exchange, guarded.handle(exchange)));
    }

    /** A filter of Spring's calls this, too. */
    @Override
    public Mono<Void> handlePreFlight(ServerWebExchange exchange) {
        Mono<Void> answering = guarded.handlePreFlight(exchange);
        for (int i = checks.size() - 1; i >= 0; i--) {
            RouteCheck check = checks.get(i);
            Mono<Void> next = answering;
            answering = Mono.defer(() -> check.preflight(exchange, next));
        }
        return noted(exchange, answering);
    }

    /** What a handler refuses, the last guard answers that has let the request through. */
    private Mono<Void> refusing(ServerWebExchange exchange, Mono<Void> handling) {
        Mono<Void> answering = handling;
        for (int i = checks.size() - 1; i >= 0; i--) {
            RouteCheck check = checks.get(i);
            answering = answering.onErrorResume(RefusedException.class, refusal -> check.refused(exchange, refusal));
        }
        return answering;
    }

    private static Mono<Void> noted(ServerWebExchange exchange, Mono<Void> handling) {
        return Mono.deferContextual(context -> {
            ConnectionHandler.note(exchange, context);
            return handling;
        });
    }

    /** The beans that a dispatcher looks for: one mapping, and all else of the application's. */
    private static final class Strategies extends GenericApplicationContext {

        private final ApplicationContext application;
        private final GuardedMappings mappings;

        Strategies(ApplicationContext application, GuardedMappings mappings) {
            this.application = application;
            this.mappings = mappings;
        }

        @Override
        public <T> Map<String, T> getBeansOfType(
                @Nullable Class<T> type, boolean includeNonSingletons, boolean allowEagerInit) {
            if (type == null) {
                throw new IllegalArgumentException("type: null");
            }
            return type == HandlerMapping.class
                    ? Map.of("guarded", type.cast(mappings))
                    : BeanFactoryUtils.beansOfTypeIncludingAncestors(
                            application, type, includeNonSingletons, allowEagerInit);
        }
    }
}
