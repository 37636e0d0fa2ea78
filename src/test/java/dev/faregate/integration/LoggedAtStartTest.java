package dev.faregate.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.LoggedLines;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.httpserver.GuardedHandler;
import dev.faregate.integration.servlet.GuardFilter;
import dev.faregate.integration.vertx.RouteGuard;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Adapters that find endpoints by path say what is guarded before the first request comes. */
class LoggedAtStartTest {

    private static final String FOUND = "Endpoints found by path: ";

    private final String path = "/started" + System.nanoTime();
    private final RequestGuard guard = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perSecond(1)).build())
            .build()
            .guard(CredentialKind.API_TOKEN)
            .build();
    private final List<AutoCloseable> closing = new ArrayList<>();

    /** So many guarded ones that no other line of the log has this number. */
    private Endpoints endpoints(int guarded) {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.of("GET " + path + "/open").open());
        for (int i = 1; i <= guarded; i++) {
            endpoints.add(Endpoint.of("GET " + path + '/' + i + '/'));
        }
        return Endpoints.of(endpoints);
    }

    private void assertLogged(int guarded) throws Exception {
        assertThat(LoggedLines.containing(FOUND + guarded + " routes guarded, 1 open"))
                .singleElement()
                .asString()
                .contains("INFO");
        assertThat(LoggedLines.containing(path))
                .hasSize(guarded + 1)
                .allMatch(line -> line.contains("DEBUG"))
                .anyMatch(line -> line.endsWith(FOUND + "guarded GET " + path + "/1/"))
                .anyMatch(line -> line.endsWith(FOUND + "open GET " + path + "/open"));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable used : closing) {
            used.close();
        }
    }

    private Router router() {
        Vertx vertx = Vertx.vertx();
        closing.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
        return Router.router(vertx);
    }

    @Test
    void jdkServer() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closing.add(() -> server.stop(0));
        GuardedHandler handler = GuardedHandler.of(guard);
        for (int i = 1; i <= 141; i++) {
            handler = handler.on("GET " + path + '/' + i + '/', (exchange, admitted) -> {});
        }
        handler.onOpen(Endpoint.of("GET " + path + "/open").open(), (exchange, opened) -> {})
                .addTo(server, "/api");
        assertLogged(141);
    }

    @Test
    void servletFilter() throws Exception {
        Endpoints endpoints = endpoints(142);
        assertThat(new GuardFilter(guard, endpoints)).isNotSameAs(new GuardFilter(guard, endpoints));
        assertLogged(142);
    }

    @Test
    void vertxByPath() throws Exception {
        router().route().handler(RouteGuard.of(guard, endpoints(143)).byPath());
        assertLogged(143);
    }

    @Test
    void quarkus() throws Exception {
        RouteGuard.of(guard, endpoints(144)).beforeQuarkus(router());
        assertLogged(144);
    }
}
