package dev.faregate.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import dev.faregate.http.Verdict;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.integration.httpserver.GuardedHandler.EndpointHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class JdkHttpServerMatrixTest extends MatrixSuite {

    JdkHttpServerMatrixTest() {
        super(new JdkHttpServer());
    }

    private static final class JdkHttpServer implements MatrixAdapter {

        @Override
        public String name() {
            return "JDK httpserver";
        }

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return situation == Situation.FORWARD ? Optional.of("the server forwards nothing") : Optional.empty();
        }

        @Override
        public Server start(MatrixApi api) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            new Application(api, threads).addTo(server);
            server.start();
            return new Server() {
                @Override
                public int port() {
                    return server.getAddress().getPort();
                }

                @Override
                public void close() {
                    server.stop(0);
                    threads.shutdownNow();
                }
            };
        }
    }

    private record Application(MatrixApi api, ExecutorService threads) {

        private static final List<MatrixRoute> PLAIN = List.of(
                MatrixRoute.LITERAL,
                MatrixRoute.LITERAL_POST,
                MatrixRoute.VARIABLE,
                MatrixRoute.WILDCARD,
                MatrixRoute.ANY_METHOD,
                MatrixRoute.VERBS,
                MatrixRoute.NEAR,
                MatrixRoute.ENCODED,
                MatrixRoute.FORWARDED);

        /** One context for nearly all; those below it find their endpoints by the whole path, too. */
        void addTo(HttpServer server) {
            GuardedHandler main = GuardedHandler.of(api.guard())
                    .on(api.endpoint(MatrixRoute.SOCKET), answering(MatrixRoute.SOCKET, 101))
                    .on(api.endpoint(MatrixRoute.ERROR), answering(MatrixRoute.ERROR, 409))
                    .on(api.endpoint(MatrixRoute.ASYNC), this::answerLater)
                    .onOpen(
                            api.endpoint(MatrixRoute.OPEN),
                            (exchange, opened) -> answer(exchange, 200, api.handleOpen(MatrixRoute.OPEN)));
            for (MatrixRoute route : PLAIN) {
                main = main.on(api.endpoint(route), answering(route, 200));
            }
            server.createContext(api.contextPath() + '/', main);
            server.createContext(
                    api.contextPath() + "/nested/", strict(MatrixRoute.NESTED, answering(MatrixRoute.NESTED, 200)));
            MatrixRoute first = MatrixRoute.WIDE_GUARD_FIRST;
            server.createContext(
                    api.contextPath() + "/second/wide-first/",
                    wide(first, behind(strict(first, answering(first, 200)))));
            MatrixRoute last = MatrixRoute.STRICT_GUARD_FIRST;
            server.createContext(
                    api.contextPath() + "/second/strict-first/",
                    strict(last, behind(wide(last, answering(last, 200)))));
        }

        private GuardedHandler strict(MatrixRoute route, EndpointHandler handler) {
            return GuardedHandler.of(api.guard()).on(api.endpoint(route), handler);
        }

        private GuardedHandler wide(MatrixRoute route, EndpointHandler handler) {
            return GuardedHandler.of(api.wideGuard()).on(api.wideEndpoint(route), handler);
        }

        private static EndpointHandler behind(GuardedHandler other) {
            return (exchange, admitted) -> other.handle(exchange);
        }

        private EndpointHandler answering(MatrixRoute route, int status) {
            return (exchange, admitted) -> answer(exchange, status, handle(route, admitted));
        }

        private String handle(MatrixRoute route, Verdict.Admitted admitted) {
            return api.handle(route, admitted.match().pathVariables().get("base"), admitted::caller);
        }

        private void answerLater(HttpExchange exchange, Verdict.Admitted admitted) {
            String text = handle(MatrixRoute.ASYNC, admitted);
            threads.execute(() -> {
                try {
                    answer(exchange, 200, text);
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
        }

        private static void answer(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                boolean empty = exchange.getRequestMethod().equals("HEAD") || status == 101;
                exchange.sendResponseHeaders(status, empty ? -1 : body.length);
                if (!empty) {
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }
}
