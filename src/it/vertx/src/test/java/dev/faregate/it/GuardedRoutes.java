package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.ext.web.Router;

/** The README's lines for Vert.x Web, where an application would have them. */
record GuardedRoutes(RequestGuard requestGuard, Endpoints endpoints) {

    void addTo(Router router) {
        RouteGuard guard = RouteGuard.of(requestGuard, endpoints);
        router.route().failureHandler(guard.refusals());
        router.get("/rows/:id")
                .handler(guard)
                .handler(context -> context.end(
                        "Hello " + RouteGuard.caller(context).owner().id()));
        router.route().last().handler(guard);
    }
}
