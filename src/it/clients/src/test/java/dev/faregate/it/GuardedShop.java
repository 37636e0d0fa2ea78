package dev.faregate.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.http.GuardListener;
import dev.faregate.http.Problem;
import dev.faregate.http.Reply;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server over real time: one request a second to each of its endpoints, and a list of what became of each. */
final class GuardedShop implements AutoCloseable {

    static final String ROWS = "GET /rows";
    static final String TOKEN = "POST /token";

    final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perSecond(1)).build())
            .build();
    private final Map<String, List<Integer>> statuses = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    GuardedShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                GuardedHandler.of(faregate.guard(CredentialKind.API_TOKEN)
                                .listener(new Statuses())
                                .build())
                        .on(ROWS, (exchange, admitted) -> send(exchange, 200, "row"))
                        .on(TOKEN, (exchange, admitted) -> {
                            byte[] form = exchange.getRequestBody().readAllBytes();
                            Reply reply = faregate.tokenEndpoints().exchange(new String(form, StandardCharsets.UTF_8));
                            send(exchange, reply.status(), reply.body());
                        }));
        server.start();
    }

    IssuedApiToken issue(String owner) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of(owner), Permission.READ_WRITE))
                .orElseThrow();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What became of each request to an endpoint, in order. */
    List<Integer> statuses(String endpoint) {
        return statuses.getOrDefault(endpoint, List.of());
    }

    long refusals(String endpoint) {
        return statuses(endpoint).stream().filter(status -> status == 429).count();
    }

    private void add(String endpoint, int status) {
        statuses.computeIfAbsent(endpoint, absent -> new CopyOnWriteArrayList<>())
                .add(status);
    }

    private final class Statuses implements GuardListener {

        @Override
        public void admitted(String endpoint, Caller caller, Decision decision) {
            add(endpoint, 200);
        }

        @Override
        public void refused(String endpoint, Problem problem) {
            add(endpoint, problem.kind().status());
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
