package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import io.helidon.common.http.Http;
import io.helidon.webserver.Handler;
import io.helidon.webserver.HttpException;
import io.helidon.webserver.Routing;
import io.helidon.webserver.ServerRequest;
import io.helidon.webserver.ServerResponse;
import io.helidon.webserver.Service;
import io.helidon.webserver.WebServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class HelidonMatrixTest extends MatrixSuite {

    HelidonMatrixTest() {
        super(new Helidon());
    }

    private static final class Helidon implements MatrixAdapter {

        @Override
        public String name() {
            return "Helidon SE 3 (recipe)";
        }

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public boolean ignoresCaseOfMethods() {
            return true;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return switch (situation) {
                case FORWARD -> Optional.of("the server forwards nothing");
                case UPGRADE -> Optional.of("sockets have a routing of their own, which the recipe does not guard");
                default -> Optional.empty();
            };
        }

        @Override
        public Server start(MatrixApi api) throws Exception {
            WebServer server = WebServer.builder(routing(api)).host("127.0.0.1").build();
            server.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
            return new Server() {
                @Override
                public int port() {
                    return server.port();
                }

                @Override
                public void close() throws Exception {
                    server.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
                }
            };
        }

        private static Routing routing(MatrixApi api) {
            HelidonGuard guard = new HelidonGuard(api.guard(), api.endpoints());
            HelidonGuard wide = new HelidonGuard(api.wideGuard(), api.wideEndpoints());
            Service routes = rules -> new Application(api, guard).addTo(rules);
            Routing.Builder routing = Routing.builder()
                    .any(api.contextPath() + "/second/wide-first/{base}", wide)
                    .register(guard)
                    .any(api.contextPath() + "/second/strict-first/{base}", wide);
            return (api.contextPath().isEmpty()
                            ? routing.register(routes)
                            : routing.register(api.contextPath(), routes))
                    .build();
        }
    }

    private record Application(MatrixApi api, HelidonGuard guard) {

        private static final List<MatrixRoute> NOT_BY_PATH =
                List.of(MatrixRoute.CONSTRAINED, MatrixRoute.NESTED, MatrixRoute.LITERAL_POST);

        void addTo(Routing.Rules rules) {
            for (MatrixRoute route : MatrixRoute.values()) {
                if (api.serves(route) && !NOT_BY_PATH.contains(route)) {
                    String path = route.template().replace("/**", "/{+rest}");
                    Handler handler = (request, response) -> answer(route, request, response);
                    if (route == MatrixRoute.LITERAL) {
                        rules.anyOf(List.of(Http.Method.GET, Http.Method.HEAD), path, handler);
                    } else {
                        rules.any(path, handler);
                    }
                }
            }
            rules.post("/literal", (request, response) -> answer(MatrixRoute.LITERAL_POST, request, response));
            rules.register("/nested/{base}", (Service) nested ->
                    nested.any("/rows", (request, response) -> answer(MatrixRoute.NESTED, request, response)));
        }

        private void answer(MatrixRoute route, ServerRequest request, ServerResponse response) {
            if (route == MatrixRoute.OPEN) {
                response.send(api.handleOpen(route));
                return;
            }
            String text = api.handle(route, request.path().absolute().param("base"), () -> guard.caller(request));
            switch (route) {
                case ASYNC -> CompletableFuture.runAsync(() -> response.send(text));
                case ERROR -> throw new HttpException("conflict", Http.Status.CONFLICT_409);
                default -> response.send(text);
            }
        }
    }
}
