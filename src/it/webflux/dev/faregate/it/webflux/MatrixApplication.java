package dev.faregate.it.webflux;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.identity.Caller;
import dev.faregate.integration.webflux.WebFluxGuard;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The matrix's routes: annotated, functional and by URL. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({MatrixApplication.Annotated.class, MatrixApplication.Nested.class})
class MatrixApplication {

    /** The guards, in the order in which they are asked. */
    @Bean
    static WebFluxGuard firstGuard(ObjectProvider<MatrixApi> api) {
        MatrixApi matrix = api.getObject();
        return new WebFluxGuard(matrix.wideGuard(), matrix.wideEndpoints())
                .below(matrix.contextPath())
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
                .below(matrix.contextPath())
                .within(List.of(matrix.contextPath() + "/second/strict-first/**"), List.of());
    }

    @RestController
    record Annotated(MatrixApi api, ObjectProvider<DispatcherHandler> dispatcher) {

        @GetMapping("/literal")
        String literal(Caller caller) {
            return api.handle(MatrixRoute.LITERAL, null, () -> caller);
        }

        @PostMapping("/literal")
        String literalPost(Caller caller) {
            return api.handle(MatrixRoute.LITERAL_POST, null, () -> caller);
        }

        @GetMapping("/variable/{base}")
        String variable(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.VARIABLE, base, () -> caller);
        }

        @GetMapping("/constrained/{base:[a-z]+}")
        String constrained(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.CONSTRAINED, base, () -> caller);
        }

        @GetMapping("/wildcard/{base}/**")
        String wildcard(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.WILDCARD, base, () -> caller);
        }

        @RequestMapping("/verbs/{base}")
        String verbs(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.VERBS, base, () -> caller);
        }

        @GetMapping("/near/{base}/rows")
        String near(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NEAR, base, () -> caller);
        }

        @GetMapping("/near/{base}/{table}")
        String nearMiss(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NEAR_MISS, base, () -> caller);
        }

        @GetMapping("/encoded/{base}/rows")
        String encoded(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.ENCODED, base, () -> caller);
        }

        @GetMapping("/forwarded/{base}")
        String forwarded(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.FORWARDED, base, () -> caller);
        }

        @GetMapping("/second/wide-first/{base}")
        String wideFirst(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.WIDE_GUARD_FIRST, base, () -> caller);
        }

        @GetMapping("/second/strict-first/{base}")
        String strictFirst(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.STRICT_GUARD_FIRST, base, () -> caller);
        }

        @GetMapping("/forward/{base}")
        Mono<Void> forward(@PathVariable("base") String base, ServerWebExchange exchange) {
            return dispatcher
                    .getObject()
                    .handle(exchange.mutate()
                            .request(request -> request.path(api.contextPath() + "/target/" + base))
                            .build());
        }

        @GetMapping("/target/{base}")
        String target(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.FORWARD_TARGET, base, () -> caller);
        }

        @GetMapping("/async/{base}")
        Mono<String> async(@PathVariable("base") String base, Caller caller) {
            return Mono.fromSupplier(() -> api.handle(MatrixRoute.ASYNC, base, () -> caller))
                    .subscribeOn(Schedulers.boundedElastic());
        }

        @GetMapping("/failing/{base}")
        Mono<String> failing(@PathVariable("base") String base, Caller caller) {
            api.handle(MatrixRoute.ERROR, base, () -> caller);
            return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
        }

        @GetMapping("/open")
        String open() {
            return api.handleOpen(MatrixRoute.OPEN);
        }
    }

    @RestController
    @RequestMapping("/nested/{base}")
    record Nested(MatrixApi api) {

        @GetMapping("/rows")
        String rows(@PathVariable("base") String base, Caller caller) {
            return api.handle(MatrixRoute.NESTED, base, () -> caller);
        }
    }

    @Bean
    RouterFunction<ServerResponse> anyMethod(MatrixApi api) {
        return RouterFunctions.route(
                path("/any/{base}"),
                request -> ServerResponse.ok()
                        .bodyValue(api.handle(
                                MatrixRoute.ANY_METHOD,
                                request.pathVariable("base"),
                                () -> caller(request.exchange()))));
    }

    @Bean
    HandlerMapping sockets(MatrixApi api) {
        WebHandler socket = exchange -> {
            Map<String, String> variables =
                    exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
            api.handle(MatrixRoute.SOCKET, variables.get("base"), () -> caller(exchange));
            return new HandshakeWebSocketService().handleRequest(exchange, WebSocketSession::close);
        };
        return new SimpleUrlHandlerMapping(Map.of("/socket/{base}", socket), 1);
    }

    static Caller caller(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(Caller.class.getName());
    }
}
