package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Another guard before and behind the one for all. */
final class WideGuards {

    private WideGuards() {}

    @ServerFilter("/**/second/wide-first/**")
    @Requires(beans = MatrixApi.class)
    @Order(-1)
    static class First {

        private final MicronautGuard guard;

        First(MatrixApi api) {
            this.guard = new MicronautGuard(api.wideGuard(), api.wideEndpoints());
        }

        @RequestFilter
        CompletableFuture<Optional<HttpResponse<?>>> check(HttpRequest<?> request) {
            return guard.check(request);
        }

        @ResponseFilter
        void writeHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
            guard.writeHeaders(request, response);
        }
    }

    @ServerFilter("/**/second/strict-first/**")
    @Requires(beans = MatrixApi.class)
    @Order(1)
    static class Last {

        private final MicronautGuard guard;

        Last(MatrixApi api) {
            this.guard = new MicronautGuard(api.wideGuard(), api.wideEndpoints());
        }

        @RequestFilter
        CompletableFuture<Optional<HttpResponse<?>>> check(HttpRequest<?> request) {
            return guard.check(request);
        }

        @ResponseFilter
        void writeHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
            guard.writeHeaders(request, response);
        }
    }
}
