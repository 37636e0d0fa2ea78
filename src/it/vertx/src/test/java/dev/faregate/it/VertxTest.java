package dev.faregate.it;

import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.Endpoints;
import dev.faregate.integration.vertx.RouteGuard;

class VertxTest extends BlackBoxSuite {

    VertxTest() {
        super(new VertxRoutes("Vert.x Web", guard -> RouteGuard.of(guard, Endpoints.of(Api.OPEN))));
    }
}
