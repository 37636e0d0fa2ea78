package dev.faregate.it;

import dev.faregate.blackbox.Api;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.exceptions.HttpStatusException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;

/** The suite's API as a controller. */
@Controller
@Requires(beans = Api.class)
@Consumes(MediaType.ALL)
@Produces(MediaType.TEXT_PLAIN)
class Rows {

    private final Api api;
    private final MicronautGuard guard;

    Rows(Api api, MicronautGuard guard) {
        this.api = api;
        this.guard = guard;
    }

    private String handle(String endpoint, HttpRequest<?> request) {
        return api.handle(endpoint, () -> guard.caller(request));
    }

    @Get("/rows")
    String list(HttpRequest<?> request) {
        return handle(Api.LIST, request);
    }

    @Get("/rows/{id}")
    String read(HttpRequest<?> request, @PathVariable String id) {
        return handle(Api.READ, request) + ' ' + id;
    }

    @Post("/rows")
    @Status(HttpStatus.CREATED)
    String create(HttpRequest<?> request, @Body byte[] sent) {
        return handle(Api.CREATE, request) + ' ' + new String(sent, StandardCharsets.UTF_8);
    }

    @Get("/async")
    CompletableFuture<String> async(HttpRequest<?> request) {
        String text = handle(Api.ASYNC, request);
        return CompletableFuture.supplyAsync(() -> text);
    }

    @Get("/stream")
    Flux<String> stream(HttpRequest<?> request) {
        return Flux.just(handle(Api.STREAM, request)).concatWithValues(Api.CHUNKS.toArray(String[]::new));
    }

    @Get("/broken")
    String broken(HttpRequest<?> request) {
        throw new IllegalStateException("planted: " + handle(Api.BROKEN, request));
    }

    @Get("/conflict")
    String conflict(HttpRequest<?> request) {
        throw new HttpStatusException(HttpStatus.CONFLICT, handle(Api.CONFLICT, request));
    }

    @Get("/missing")
    String missing(HttpRequest<?> request) {
        handle(Api.MISSING, request);
        throw Api.refusal();
    }

    @Get("/page")
    String page(HttpRequest<?> request) {
        return api.handleOpen(Api.PAGE, () -> guard.caller(request));
    }

    @Post("/sign-in")
    String signIn(HttpRequest<?> request, @Body byte[] sent) {
        return api.signIn(new String(sent, StandardCharsets.UTF_8), guard.signIn(request));
    }
}
