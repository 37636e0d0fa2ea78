package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

class VertxMatrixTest extends MatrixSuite {

    VertxMatrixTest() {
        super(new Column());
    }

    private static final class Column implements MatrixAdapter {

        @Override
        public String name() {
            return "Vert.x " + VertxServer.version();
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public String template(MatrixRoute route) {
            // A route with a regular expression has no template, but for where its router is mounted.
            return route == MatrixRoute.CONSTRAINED
                    ? "/constrained/**"
                    : route.template().replace("{base}", ":base").replace("**", "*");
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return situation == Situation.CONSTRAINED && requirement == Requirement.RESOURCE
                    ? Optional.of("a route with a regular expression has no template with variables")
                    : Optional.empty();
        }

        @Override
        public MatrixAdapter.Server start(MatrixApi api) throws Exception {
            VertxServer server = VertxServer.start(vertx -> new Application(vertx, api).router());
            return new MatrixAdapter.Server() {
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
    }

    private record Application(Vertx vertx, MatrixApi api, RouteGuard guard, RouteGuard wide) {

        Application(Vertx vertx, MatrixApi api) {
            this(
                    vertx,
                    api,
                    RouteGuard.of(api.guard(), api.endpoints()),
                    RouteGuard.of(api.wideGuard(), api.wideEndpoints()));
        }

        Router router() {
            Router router = routes();
            if (!api.contextPath().isEmpty()) {
                Router above = guard.before(Router.router(vertx));
                above.route(api.contextPath() + "/*").subRouter(router);
                router = above;
            }
            guard.check(router);
            // The guard believes none of what this believes.
            return router.allowForward(AllowForwardHeaders.ALL);
        }

        private Router routes() {
            Router router = guard.before(Router.router(vertx));
            Router nested = guard.before(Router.router(vertx));
            nested.get("/rows").handler(handler(MatrixRoute.NESTED));
            router.route("/nested/:base/*").subRouter(nested);
            Router constrained = guard.before(Router.router(vertx));
            constrained.getWithRegex("/(?<base>[a-z]+)").handler(handler(MatrixRoute.CONSTRAINED));
            router.route("/constrained/*").subRouter(constrained);
            wideFirst(router);
            for (MatrixRoute route : MatrixRoute.values()) {
                switch (route) {
                    case NESTED, CONSTRAINED -> {}
                    case VERBS -> router.route(path(route)).handler(handler(route));
                    case STRICT_GUARD_FIRST ->
                        route(router, route).handler(wide).handler(handler(route));
                    case FORWARD_SOURCE ->
                        route(router, route)
                                .handler(context ->
                                        context.reroute(api.contextPath() + "/target/" + context.pathParam("base")));
                    case ASYNC ->
                        route(router, route).handler(context -> {
                            String text =
                                    api.handle(route, context.pathParam("base"), () -> RouteGuard.caller(context));
                            vertx.executeBlocking(() -> text).onSuccess(context::end);
                        });
                    case ERROR ->
                        route(router, route).handler(context -> {
                            api.handle(route, context.pathParam("base"), () -> RouteGuard.caller(context));
                            context.fail(409);
                        });
                    case SOCKET ->
                        route(router, route).handler(context -> {
                            api.handle(route, context.pathParam("base"), () -> RouteGuard.caller(context));
                            context.request().toWebSocket();
                        });
                    case OPEN -> route(router, route).handler(context -> context.end(api.handleOpen(route)));
                    default -> route(router, route).handler(handler(route));
                }
            }
            return router;
        }

        /** A handler of security alone is guarded by itself. */
        private void wideFirst(Router router) {
            route(router, MatrixRoute.WIDE_GUARD_FIRST).handler(wide);
        }

        private static String path(MatrixRoute route) {
            return route.template()
                    .replace("{base}", ":base")
                    .replace("{table}", ":table")
                    .replace("**", "*");
        }

        private static Route route(Router router, MatrixRoute route) {
            return route.method().equals(MatrixRoute.ANY)
                    ? router.route(path(route))
                    : router.route(HttpMethod.valueOf(route.method()), path(route));
        }

        private io.vertx.core.Handler<RoutingContext> handler(MatrixRoute route) {
            return context ->
                    context.end(api.handle(route, context.pathParam("base"), () -> RouteGuard.caller(context)));
        }
    }
}
