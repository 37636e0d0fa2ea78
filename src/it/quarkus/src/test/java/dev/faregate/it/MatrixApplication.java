package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import dev.faregate.integration.vertx.RouteGuard;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Singleton;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.ConfigProvider;

/** The matrix in Quarkus: resources, a servlet, and routes of its router, all behind one guard. */
@Singleton
class MatrixApplication {

    private static Router router;
    private static volatile MatrixApi api;

    void keep(@Observes Router observed) {
        router = observed;
    }

    /** The column of the table. */
    record Column(String name) implements MatrixAdapter {

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return situation == Situation.CONTEXT_PATH
                    ? Optional.of("one application a process, with one root path: see RootPathTest")
                    : Optional.empty();
        }

        @Override
        public MatrixAdapter.Server start(MatrixApi started) {
            api = started;
            List<Route> others = router.getRoutes();
            RouteGuard wide =
                    RouteGuard.of(api.wideGuard(), api.wideEndpoints()).byPath();
            router.route("/second/wide-first/*").order(-251).handler(wide);
            router.route("/second/strict-first/*").order(-249).handler(wide);
            new Guarding().guard(router, api.guard(), api.endpoints());
            router.route("/any/:base").order(1).handler(context -> context.end(text(MatrixRoute.ANY_METHOD, context)));
            router.route("/verbs/:base").order(1).handler(context -> context.end(text(MatrixRoute.VERBS, context)));
            router.get("/forward/:base")
                    .order(1)
                    .handler(context -> context.reroute("/target/" + context.pathParam("base")));
            router.get("/socket/:base").order(1).handler(context -> {
                text(MatrixRoute.SOCKET, context);
                context.request().toWebSocket();
            });
            List<Route> own = new ArrayList<>(router.getRoutes());
            own.removeAll(others);
            return new MatrixAdapter.Server() {
                @Override
                public int port() {
                    return ConfigProvider.getConfig().getValue("quarkus.http.test-port", int.class);
                }

                @Override
                public void close() {
                    own.forEach(Route::remove);
                }
            };
        }
    }

    private static String text(MatrixRoute route, RoutingContext context) {
        return text(route, context.pathParam("base"), context);
    }

    private static String text(MatrixRoute route, String base, RoutingContext context) {
        return api.handle(route, base, () -> RouteGuard.caller(context));
    }

    /** Routed by its container, by whatever path that sees. */
    @WebServlet("/nested/*")
    public static final class NestedServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String base = request.getPathInfo().split("/")[1];
            RoutingContext context =
                    CDI.current().select(CurrentVertxRequest.class).get().getCurrent();
            response.getWriter().write(text(MatrixRoute.NESTED, base, context));
        }
    }

    /** The routes that Quarkus REST finds. */
    @Path("/")
    public static final class Resources {

        @GET
        @Path("literal")
        public String literal(@Context RoutingContext context) {
            return text(MatrixRoute.LITERAL, null, context);
        }

        @POST
        @Path("literal")
        public String literalPost(@Context RoutingContext context, byte[] body) {
            return text(MatrixRoute.LITERAL_POST, null, context);
        }

        @GET
        @Path("variable/{base}")
        public String variable(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.VARIABLE, base, context);
        }

        @GET
        @Path("wildcard/{base}/{rest: .*}")
        public String wildcard(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.WILDCARD, base, context);
        }

        @GET
        @Path("near/{base}/rows")
        public String near(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.NEAR, base, context);
        }

        @GET
        @Path("near/{base}/{table}")
        public String nearMiss(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.NEAR_MISS, base, context);
        }

        @GET
        @Path("encoded/{base}/rows")
        public String encoded(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.ENCODED, base, context);
        }

        @GET
        @Path("forwarded/{base}")
        public String forwarded(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.FORWARDED, base, context);
        }

        @GET
        @Path("second/wide-first/{base}")
        public String wideFirst(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.WIDE_GUARD_FIRST, base, context);
        }

        @GET
        @Path("second/strict-first/{base}")
        public String strictFirst(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.STRICT_GUARD_FIRST, base, context);
        }

        @GET
        @Path("target/{base}")
        public String target(@Context RoutingContext context, @PathParam("base") String base) {
            return text(MatrixRoute.FORWARD_TARGET, base, context);
        }

        @GET
        @Path("async/{base}")
        public CompletionStage<String> async(@Context RoutingContext context, @PathParam("base") String base) {
            String text = text(MatrixRoute.ASYNC, base, context);
            return CompletableFuture.supplyAsync(() -> text);
        }

        @GET
        @Path("failing/{base}")
        public String failing(@Context RoutingContext context, @PathParam("base") String base) {
            throw new ClientErrorException(text(MatrixRoute.ERROR, base, context), Response.Status.CONFLICT);
        }

        @GET
        @Path("open")
        public String open() {
            return api.handleOpen(MatrixRoute.OPEN);
        }
    }
}
