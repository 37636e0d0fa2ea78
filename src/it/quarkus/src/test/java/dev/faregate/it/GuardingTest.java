package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.vertx.RouteGuard;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router with one route for all, as Quarkus REST has it, and the guard as it is told of the router. */
class GuardingTest {

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perHour(3)).build())
            .build();
    private final String token = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ))
            .orElseThrow()
            .secret();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            switch (context.request().path()) {
                case "/api/page" -> context.end("open");
                case "/api/missing" ->
                    throw new RefusedException(Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row."));
                default -> context.end(RouteGuard.principal(context).owner().id());
            }
        });
        Endpoints endpoints = Endpoints.of(
                Endpoint.of("GET /api/rows/{id}"),
                Endpoint.of("GET /api/missing"),
                Endpoint.of("GET /api/page").open());
        new Guarding().guard(router, faregate.guard(CredentialKind.API_TOKEN).build(), endpoints);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
        return HttpClient.newHttpClient()
                .send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> authorized(String path) throws Exception {
        return get(path, "Authorization", "Bearer " + token);
    }

    @Test
    void whatIsBehindTheRouterIsGuardedByItsPath() throws Exception {
        assertThat(get("/api/rows/1").statusCode()).isEqualTo(401);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(authorized("/api/rows/" + i).statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
        assertThat(authorized("/api/missing").headers().firstValue("X-RateLimit-Remaining"))
                .contains("2");
    }

    @Test
    void handlerIsToldWhoCallsAndItsRefusalIsSpelled() throws Exception {
        assertThat(authorized("/api/rows/1").body()).isEqualTo("ada");
        HttpResponse<String> refused = authorized("/api/missing");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("\"detail\":\"No such row.\"");
    }

    @Test
    void whatIsNoEndpointStaysShutAndOpenOnesAreOpen() throws Exception {
        for (String path : List.of("/api/nothing", "/elsewhere", "/api;x=1/rows/1", "//api/rows/1", "/")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(authorized("/api/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/api/page").body()).isEqualTo("open");
    }
}
