package dev.faregate.it;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** A route whose path begins with its class's. */
@Controller("/nested/{base}")
@Requires(beans = MatrixApi.class)
@Produces(MediaType.TEXT_PLAIN)
class MatrixNested {

    private final MatrixApi api;
    private final MicronautGuard guard;

    MatrixNested(MatrixApi api, MicronautGuard guard) {
        this.api = api;
        this.guard = guard;
    }

    @Get("/rows")
    String rows(HttpRequest<?> request, String base) {
        return api.handle(MatrixRoute.NESTED, base, () -> guard.caller(request));
    }
}
