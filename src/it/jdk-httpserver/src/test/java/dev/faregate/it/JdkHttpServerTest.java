package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.integration.httpserver.GuardedHandler.EndpointHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JdkHttpServerTest extends BlackBoxSuite {

    JdkHttpServerTest() {
        super(new JdkHttpServer());
    }

    @Test
    void threeDependenciesAreAllThereIs() {
        assertThat(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .contains("faregate", "caffeine", "nimbus-jose-jwt", "slf4j-api")
                .doesNotContain("jakarta.", "spring-", "vertx", "micrometer", "jedis", "HikariCP");
    }

    private static final class JdkHttpServer implements Adapter {

        @Override
        public String name() {
            return "JDK httpserver";
        }

        @Override
        public Server start(RequestGuard guard, Api api) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            server.createContext("/", handler(guard, api, threads));
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

        private static GuardedHandler handler(RequestGuard guard, Api api, ExecutorService threads) {
            return GuardedHandler.of(guard)
                    .on(Api.LIST, answering(api, Api.LIST, 200))
                    .on(Api.CONFLICT, answering(api, Api.CONFLICT, 409))
                    .on(
                            Api.READ,
                            (exchange, admitted) -> answer(
                                    exchange,
                                    200,
                                    api.handle(Api.READ, admitted.caller())
                                            + ' '
                                            + admitted.match().pathVariables().get("id")))
                    .on(Api.CREATE, (exchange, admitted) -> {
                        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                        answer(exchange, 201, api.handle(Api.CREATE, admitted.caller()) + ' ' + sent);
                    })
                    .on(Api.ASYNC, (exchange, admitted) -> {
                        String text = api.handle(Api.ASYNC, admitted.caller());
                        threads.execute(() -> answerLater(exchange, text));
                    })
                    .on(Api.STREAM, (exchange, admitted) -> {
                        exchange.sendResponseHeaders(200, 0);
                        try (OutputStream body = exchange.getResponseBody()) {
                            body.write(bytes(api.handle(Api.STREAM, admitted.caller())));
                            for (String chunk : Api.CHUNKS) {
                                body.write(bytes(chunk));
                                body.flush();
                            }
                        }
                    })
                    .on(Api.BROKEN, (exchange, admitted) -> {
                        api.handle(Api.BROKEN, admitted.caller());
                        throw new IllegalStateException("planted");
                    })
                    .on(Api.MISSING, (exchange, admitted) -> {
                        api.handle(Api.MISSING, admitted.caller());
                        throw Api.refusal();
                    })
                    .onOpen(
                            Api.OPEN.get(0),
                            (exchange, opened) -> answer(exchange, 200, api.handleOpen(Api.PAGE, () -> null)))
                    .onOpen(Api.OPEN.get(1), (exchange, opened) -> {
                        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                        answer(exchange, 200, api.signIn(sent, opened.signIn()));
                    });
        }

        private static EndpointHandler answering(Api api, String endpoint, int status) {
            return (exchange, admitted) -> answer(exchange, status, api.handle(endpoint, admitted.caller()));
        }

        private static void answerLater(HttpExchange exchange, String text) {
            try {
                answer(exchange, 200, text);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        private static void answer(HttpExchange exchange, int status, String text) throws IOException {
            try (exchange) {
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(status, head ? -1 : bytes(text).length);
                if (!head) {
                    exchange.getResponseBody().write(bytes(text));
                }
            }
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
