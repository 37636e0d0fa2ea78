package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A route that takes any method takes {@code OPTIONS}, too, which anybody can make look like a preflight. */
class AnyMethodTest {

    private static final String ORIGIN = "https://app.example";

    private final RouteGuard guard = RouteGuard.of(
            Faregate.builder().build().guard(CredentialKind.API_TOKEN).build(), Endpoints.of());
    private final AtomicInteger calls = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();

    private HttpResponse<String> preflight(Router router) throws Exception {
        router.route("/rows").handler(guard).handler(context -> {
            calls.incrementAndGet();
            context.end("rows");
        });
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/rows"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "GET")
                .build();
        return HttpClient.newHttpClient().send(preflight, HttpResponse.BodyHandlers.ofString());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void preflightReachesNoHandler() throws Exception {
        assertThat(preflight(Router.router(vertx)).statusCode()).isEqualTo(204);
        assertThat(calls).hasValue(0);
    }

    @Test
    void handlerOfCorsBeforeTheGuardAnswersPreflights() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(CorsHandler.create().addOrigin(ORIGIN).allowedMethod(HttpMethod.GET));
        assertThat(preflight(router).headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly(ORIGIN);
        assertThat(calls).hasValue(0);
    }
}
