package dev.faregate.it;

import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.Endpoints;
import dev.faregate.integration.vertx.RouteGuard;

class VertxOnWorkersTest extends BlackBoxSuite {

    VertxOnWorkersTest() {
        super(new VertxRoutes("Vert.x Web, on workers", guard -> RouteGuard.blocking(guard, Endpoints.of(Api.OPEN))));
    }
}
