package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The suite's API as an application of Vert.x Web would have it. */
final class VertxRoutes implements Adapter {

    @Override
    public String name() {
        return "Vert.x Web " + VertxServer.version();
    }

    @Override
    public Server start(RequestGuard guard, Api api) throws Exception {
        VertxServer server =
                VertxServer.start(vertx -> router(vertx, RouteGuard.of(guard, Endpoints.of(Api.OPEN)), api));
        return new Server() {
            @Override
            public int port() {
                return server.port();
            }

            @Override
            public void close() throws Exception {
                server.close();
            }
        };
    }

    private static Router router(Vertx vertx, RouteGuard guard, Api api) {
        Router router = guard.before(Router.router(vertx));
        get(router, "/rows").handler(context -> context.end(text(api, Api.LIST, context)));
        get(router, "/rows/:id")
                .handler(context -> context.end(text(api, Api.READ, context) + ' ' + context.pathParam("id")));
        router.post("/rows")
                .handler(BodyHandler.create(false))
                .handler(context -> context.response()
                        .setStatusCode(201)
                        .end(text(api, Api.CREATE, context)
                                + ' '
                                + context.body().asString()));
        // Twice, as where two routes match one request.
        get(router, "/async").handler(guard).handler(RoutingContext::next);
        get(router, "/async").handler(context -> {
            String text = text(api, Api.ASYNC, context);
            vertx.executeBlocking(() -> text).onSuccess(context::end);
        });
        get(router, "/stream").handler(context -> {
            context.response().setChunked(true).write(text(api, Api.STREAM, context));
            Api.CHUNKS.forEach(context.response()::write);
            context.end();
        });
        get(router, "/broken").handler(context -> {
            text(api, Api.BROKEN, context);
            throw new IllegalStateException("planted");
        });
        get(router, "/conflict").handler(context -> {
            text(api, Api.CONFLICT, context);
            context.fail(409);
        });
        get(router, "/missing").handler(context -> {
            text(api, Api.MISSING, context);
            throw Api.refusal();
        });
        get(router, "/page")
                .handler(context -> context.end(api.handleOpen(Api.PAGE, () -> RouteGuard.caller(context))));
        router.post("/sign-in")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end(api.signIn(context.body().asString(), RouteGuard.signIn(context))));
        guard.check(router);
        return router;
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static String text(Api api, String endpoint, RoutingContext context) {
        return api.handle(endpoint, RouteGuard.caller(context));
    }
}
