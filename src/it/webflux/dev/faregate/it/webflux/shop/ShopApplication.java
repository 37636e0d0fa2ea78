package dev.faregate.it.webflux.shop;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.identity.Caller;
import dev.faregate.integration.spring.Limited;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A reactive application with nothing of its own but handlers. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ShopApplication.Rows.class)
public class ShopApplication {

    /** On which thread a handler ran last. */
    static final AtomicReference<String> THREAD = new AtomicReference<>("");

    @RestController
    static class Rows {

        @GetMapping("/rows/{id}")
        String read(@PathVariable("id") String id, Caller caller) {
            THREAD.set(Thread.currentThread().getName());
            return caller.owner().id() + " reads " + id;
        }

        @GetMapping("/bases/{base}/rows")
        String rows(@PathVariable("base") String base) {
            return base;
        }

        @Limited("2/m")
        @PostMapping("/reports")
        String report(Caller caller) {
            return caller.owner().id() + " reports";
        }

        @Limited("2/m")
        @PostMapping("/exports")
        String export(Caller caller) {
            return caller.owner().id() + " exports";
        }

        @PostMapping("/uploads")
        Mono<String> upload(@RequestBody Mono<String> body) {
            return body;
        }

        @GetMapping("/open/mistake")
        String mistake(Caller caller) {
            return caller.owner().id();
        }

        @GetMapping("/open/model")
        String model(@ModelAttribute Caller caller) {
            return caller.owner().id();
        }

        @GetMapping("/open/mono")
        Mono<String> mono(Mono<Caller> caller) {
            return caller.map(told -> told.owner().id());
        }

        @PostMapping("/open/body")
        String body(@RequestBody Caller caller) {
            return caller.owner().id();
        }

        @PostMapping("/open/form")
        String form(@ModelAttribute Caller caller) {
            return caller.owner().id();
        }
    }

    @Bean
    RouterFunction<ServerResponse> nested() {
        return RouterFunctions.route()
                .nest(
                        path("/shops/{base}"),
                        shop -> shop.GET(
                                        "/orders",
                                        request -> ServerResponse.ok().bodyValue(request.pathVariable("base")))
                                .GET(
                                        "/refusing",
                                        request -> Mono.error(new RefusedException(
                                                Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such order.")))))
                .build();
    }
}
