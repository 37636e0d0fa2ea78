package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedServletsTest {

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perHour(2)).build())
            .build();
    private final String secret = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("servlets", Owner.of("ada"), Permission.READ))
            .orElseThrow()
            .secret();

    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

    @BeforeEach
    void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new GuardedServlets(faregate));
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void fewLinesMakeA401AndA429() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.getURI().resolve("/api/rows").normalize());
        assertThat(send(request).statusCode()).isEqualTo(401);
        request.header("Authorization", "Bearer " + secret);
        assertThat(send(request).body()).isEqualTo("Hello ada" + System.lineSeparator());
        List<Integer> statuses = new ArrayList<>();
        for (String method : List.of("GET", "GET", "POST")) {
            statuses.add(send(request.method(method, HttpRequest.BodyPublishers.noBody()))
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 429, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api;x=1/rows",
                "/;x=1/api/rows",
                "/api/rows;x=1",
                "//api/rows",
                "/%61pi/rows",
                "/./api/rows",
                "/x/../api/rows",
                "/x/..;/api/rows"
            })
    void otherSpellingsOfTheGuardedPartReachNoServlet(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getURI().getPort() + path);
        assertThat(send(HttpRequest.newBuilder(uri)).statusCode()).isIn(400, 401, 404);
        assertThat(send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + secret))
                        .statusCode())
                .isIn(400, 404);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
