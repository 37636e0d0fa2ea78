package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

class JavalinMatrixTest extends MatrixSuite {

    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.OPTIONS,
            HandlerType.TRACE,
            HandlerType.findOrCreate("BREW"));

    JavalinMatrixTest() {
        super(new JavalinRoutes());
    }

    private static final class JavalinRoutes implements MatrixAdapter {

        @Override
        public String name() {
            return "Javalin 7 (recipe)";
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public boolean overridesMethods() {
            return true;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return switch (situation) {
                case FORWARD -> Optional.of("the server forwards nothing");
                case CONSTRAINED -> Optional.of("variables have no patterns");
                default -> Optional.empty();
            };
        }

        @Override
        public String template(MatrixRoute route) {
            return route.template().replace("**", "<rest>");
        }

        @Override
        public Server start(MatrixApi api) {
            Javalin server =
                    Javalin.create(config -> new Application(api).addTo(config)).start("127.0.0.1", 0);
            return new Server() {
                @Override
                public int port() {
                    return server.port();
                }

                @Override
                public void close() {
                    server.stop();
                }
            };
        }
    }

    private record Application(MatrixApi api) {

        void addTo(JavalinConfig config) {
            config.startup.showJavalinBanner = false;
            config.router.contextPath = api.contextPath().isEmpty() ? "/" : api.contextPath();
            JavalinGuard guard = new JavalinGuard(api.guard(), api.endpoints());
            JavalinGuard wide = new JavalinGuard(api.wideGuard(), api.wideEndpoints());
            config.routes.beforeMatched("/second/wide-first/*", context -> wide.check(context, config));
            for (MatrixRoute route : MatrixRoute.values()) {
                if (api.serves(route)) {
                    add(route, guard, config);
                }
            }
            guard.applyTo(config);
            // Behind the guard: the request is gone when the socket is open.
            String socket = new JavalinRoutes().template(MatrixRoute.SOCKET);
            config.routes.wsBeforeUpgrade(
                    socket,
                    context -> api.handle(MatrixRoute.SOCKET, context.pathParam("base"), () -> guard.caller(context)));
            config.routes.beforeMatched("/second/strict-first/*", context -> wide.check(context, config));
        }

        private void add(MatrixRoute route, JavalinGuard guard, JavalinConfig config) {
            String path = new JavalinRoutes().template(route);
            if (route == MatrixRoute.SOCKET) {
                config.routes.ws(path, socket -> {});
                return;
            }
            Handler handler = context -> answer(route, guard, context);
            boolean any = route == MatrixRoute.ANY_METHOD || route == MatrixRoute.VERBS;
            List<HandlerType> methods = any
                    ? METHODS
                    : route.method().equals("GET")
                            ? List.of(HandlerType.GET, HandlerType.HEAD)
                            : List.of(HandlerType.findOrCreate(route.method()));
            methods.forEach(method -> config.routes.addHttpHandler(method, path, handler));
        }

        private void answer(MatrixRoute route, JavalinGuard guard, Context context) {
            if (route == MatrixRoute.OPEN) {
                context.result(api.handleOpen(route));
                return;
            }
            String text = api.handle(route, context.pathParamMap().get("base"), () -> guard.caller(context));
            switch (route) {
                case ASYNC ->
                    context.future(
                            () -> CompletableFuture.supplyAsync(() -> text).thenAccept(context::result));
                case ERROR -> throw new ConflictResponse();
                default -> context.result(text);
            }
        }
    }
}
