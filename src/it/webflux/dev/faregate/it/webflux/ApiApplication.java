package dev.faregate.it.webflux;

import dev.faregate.blackbox.Api;
import dev.faregate.http.SignIn;
import dev.faregate.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The suite's API as a reactive application of Spring Boot would have it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ApiApplication.Rows.class)
class ApiApplication {

    @RestController
    static class Rows {

        private final Api api;

        Rows(Api api) {
            this.api = api;
        }

        @GetMapping("/rows")
        String list(Caller caller) {
            return api.handle(Api.LIST, caller);
        }

        @GetMapping("/rows/{id}")
        Mono<String> read(@PathVariable("id") String id, Caller caller) {
            return Mono.fromSupplier(() -> api.handle(Api.READ, caller) + ' ' + id);
        }

        @PostMapping("/rows")
        @ResponseStatus(HttpStatus.CREATED)
        Mono<String> create(ServerHttpRequest request, Caller caller) {
            String text = api.handle(Api.CREATE, caller);
            // Not a @RequestBody String, for which Spring would write a form anew.
            return text(request).map(body -> text + ' ' + body);
        }

        @GetMapping("/async")
        Mono<String> async(Caller caller) {
            return Mono.delay(Duration.ofMillis(1)).map(elapsed -> api.handle(Api.ASYNC, caller));
        }

        /** Writes by itself, and flushes each chunk. */
        @GetMapping("/stream")
        Mono<Void> stream(Caller caller, ServerHttpResponse response) {
            String text = api.handle(Api.STREAM, caller);
            return response.writeAndFlushWith(
                    Flux.fromIterable(Api.CHUNKS).startWith(text).map(Rows::chunk));
        }

        private static Mono<DataBuffer> chunk(String text) {
            return Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes()));
        }

        @GetMapping("/broken")
        String broken(Caller caller) {
            api.handle(Api.BROKEN, caller);
            throw new IllegalStateException("planted");
        }

        @GetMapping("/conflict")
        Mono<String> conflict(Caller caller) {
            api.handle(Api.CONFLICT, caller);
            return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
        }

        @GetMapping("/missing")
        Mono<String> missing(Caller caller) {
            api.handle(Api.MISSING, caller);
            return Mono.error(Api.refusal());
        }

        @GetMapping("/page")
        String page(ServerWebExchange exchange) {
            return api.handleOpen(Api.PAGE, () -> exchange.getAttribute(Caller.class.getName()));
        }

        @PostMapping("/sign-in")
        Mono<String> signIn(ServerHttpRequest request, SignIn signIn) {
            return text(request).map(password -> api.signIn(password, signIn));
        }

        private static Mono<String> text(ServerHttpRequest request) {
            return DataBufferUtils.join(request.getBody())
                    .map(body -> {
                        String text = body.toString(StandardCharsets.UTF_8);
                        DataBufferUtils.release(body);
                        return text;
                    })
                    .defaultIfEmpty("");
        }
    }
}
