package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.exceptions.HttpStatusException;
import java.util.concurrent.CompletableFuture;

/** The matrix's routes as a controller. */
@Controller
@Requires(beans = MatrixApi.class)
@Consumes(MediaType.ALL)
@Produces(MediaType.TEXT_PLAIN)
class MatrixRows {

    private final MatrixApi api;
    private final MicronautGuard guard;

    MatrixRows(MatrixApi api, MicronautGuard guard) {
        this.api = api;
        this.guard = guard;
    }

    private String handle(MatrixRoute route, String base, HttpRequest<?> request) {
        return api.handle(route, base, () -> guard.caller(request));
    }

    @Get("/literal")
    String literal(HttpRequest<?> request) {
        return handle(MatrixRoute.LITERAL, null, request);
    }

    @Post("/literal")
    String literalPost(HttpRequest<?> request) {
        return handle(MatrixRoute.LITERAL_POST, null, request);
    }

    @Get("/variable/{base}")
    String variable(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.VARIABLE, base, request);
    }

    @Get("/wildcard/{base}/{+rest}")
    String wildcard(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.WILDCARD, base, request);
    }

    @Get("/any/{base}")
    String any(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.ANY_METHOD, base, request);
    }

    @Post("/any/{base}")
    String anyPost(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.ANY_METHOD, base, request);
    }

    @Put("/any/{base}")
    String anyPut(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.ANY_METHOD, base, request);
    }

    @Delete("/any/{base}")
    String anyDelete(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.ANY_METHOD, base, request);
    }

    @Get("/verbs/{base}")
    String verbs(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.VERBS, base, request);
    }

    @Post("/verbs/{base}")
    String verbsPost(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.VERBS, base, request);
    }

    @Put("/verbs/{base}")
    String verbsPut(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.VERBS, base, request);
    }

    @Delete("/verbs/{base}")
    String verbsDelete(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.VERBS, base, request);
    }

    @Get("/near/{base}/rows")
    String near(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.NEAR, base, request);
    }

    @Get("/near/{base}/{table}")
    String nearMiss(HttpRequest<?> request, String base, String table) {
        return handle(MatrixRoute.NEAR_MISS, base, request);
    }

    @Get("/encoded/{base}/rows")
    String encoded(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.ENCODED, base, request);
    }

    @Get("/forwarded/{base}")
    String forwarded(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.FORWARDED, base, request);
    }

    @Get("/second/wide-first/{base}")
    String wideFirst(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.WIDE_GUARD_FIRST, base, request);
    }

    @Get("/second/strict-first/{base}")
    String strictFirst(HttpRequest<?> request, String base) {
        return handle(MatrixRoute.STRICT_GUARD_FIRST, base, request);
    }

    @Get("/async/{base}")
    CompletableFuture<String> async(HttpRequest<?> request, String base) {
        String text = handle(MatrixRoute.ASYNC, base, request);
        return CompletableFuture.supplyAsync(() -> text);
    }

    @Get("/failing/{base}")
    String failing(HttpRequest<?> request, String base) {
        throw new HttpStatusException(HttpStatus.CONFLICT, handle(MatrixRoute.ERROR, base, request));
    }

    @Get("/open")
    String open() {
        return api.handleOpen(MatrixRoute.OPEN);
    }
}
