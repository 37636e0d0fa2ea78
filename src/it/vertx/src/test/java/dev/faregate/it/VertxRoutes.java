package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The suite's API as an application of Vert.x Web would have it. */
record VertxRoutes(String name, Function<RequestGuard, RouteGuard> guards) implements Adapter {

    @Override
    public Server start(RequestGuard guard, Api api) throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router(vertx, guards.apply(guard), api))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return new Server() {
            @Override
            public int port() {
                return server.actualPort();
            }

            @Override
            public void close() throws Exception {
                vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
        };
    }

    private static Router router(Vertx vertx, RouteGuard guard, Api api) {
        Router router = Router.router(vertx);
        router.route().failureHandler(guard.refusals());
        get(router, "/rows").handler(guard).handler(context -> context.end(text(api, Api.LIST, context)));
        get(router, "/rows/:id")
                .handler(guard)
                .handler(context -> context.end(text(api, Api.READ, context) + ' ' + context.pathParam("id")));
        router.post("/rows")
                .handler(guard)
                .handler(BodyHandler.create(false))
                .handler(context -> context.response()
                        .setStatusCode(201)
                        .end(text(api, Api.CREATE, context)
                                + ' '
                                + context.body().asString()));
        // Twice, as where two routes match one request.
        get(router, "/async").handler(guard).handler(guard).handler(context -> {
            String text = text(api, Api.ASYNC, context);
            vertx.executeBlocking(() -> text).onSuccess(context::end);
        });
        get(router, "/stream").handler(guard).handler(context -> {
            context.response().setChunked(true).write(text(api, Api.STREAM, context));
            Api.CHUNKS.forEach(context.response()::write);
            context.end();
        });
        get(router, "/broken").handler(guard).handler(context -> {
            text(api, Api.BROKEN, context);
            throw new IllegalStateException("planted");
        });
        get(router, "/conflict").handler(guard).handler(context -> {
            text(api, Api.CONFLICT, context);
            context.fail(409);
        });
        get(router, "/missing").handler(guard).handler(context -> {
            text(api, Api.MISSING, context);
            throw Api.refusal();
        });
        get(router, "/page")
                .handler(guard)
                .handler(context -> context.end(api.handleOpen(Api.PAGE, () -> RouteGuard.caller(context))));
        router.post("/sign-in")
                .handler(guard)
                .handler(BodyHandler.create(false))
                .handler(context -> context.end(api.signIn(context.body().asString())));
        router.route().last().handler(guard);
        return router;
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static String text(Api api, String endpoint, RoutingContext context) {
        return api.handle(endpoint, RouteGuard.caller(context));
    }
}
