package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.vertx.RouteGuard;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A route that takes any method takes {@code OPTIONS}, too, which anybody can make look like a preflight. */
class AnyMethodTest {

    private static final String ORIGIN = "https://app.example";

    private final RouteGuard guard = RouteGuard.of(
            Faregate.builder().build().guard(CredentialKind.API_TOKEN).build(), Endpoints.of());
    private final AtomicInteger calls = new AtomicInteger();

    private HttpResponse<String> preflight(Consumer<Router> before) throws Exception {
        try (VertxServer server = VertxServer.start(vertx -> {
            Router router = guard.before(Router.router(vertx));
            before.accept(router);
            router.route("/rows").handler(context -> {
                calls.incrementAndGet();
                context.end("rows");
            });
            return router;
        })) {
            HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/rows"))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "GET")
                    .build();
            return HttpClient.newHttpClient().send(preflight, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void preflightReachesNoHandler() throws Exception {
        assertThat(preflight(router -> {}).statusCode()).isEqualTo(204);
        assertThat(calls).hasValue(0);
    }

    @Test
    void handlerOfCorsBeforeTheRoutesAnswersPreflights() throws Exception {
        CorsHandler cors = CorsHandler.create().addOrigin(ORIGIN).allowedMethod(HttpMethod.GET);
        assertThat(preflight(router -> router.route().handler(cors)).headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly(ORIGIN);
        assertThat(calls).hasValue(0);
    }
}
