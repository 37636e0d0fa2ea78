package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** The README's lines for Vert.x Web, where an application would have them. */
record GuardedRoutes(RequestGuard requestGuard, Endpoints endpoints) {

    Router router(Vertx vertx) {
        RouteGuard guard = RouteGuard.of(requestGuard, endpoints);
        Router router = guard.before(Router.router(vertx));
        router.get("/rows/:id")
                .handler(context -> context.end(
                        "Hello " + RouteGuard.caller(context).owner().id()));
        guard.check(router);
        return router;
    }
}
