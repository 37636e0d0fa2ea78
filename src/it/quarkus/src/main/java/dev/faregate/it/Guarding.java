package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The README's lines for Quarkus: its REST endpoints, servlets, web sockets and routes all run behind this router. */
@ApplicationScoped
public class Guarding {

    void guard(@Observes Router router, RequestGuard guard, Endpoints endpoints) {
        RouteGuard.of(guard, endpoints).beforeQuarkus(router);
    }
}
