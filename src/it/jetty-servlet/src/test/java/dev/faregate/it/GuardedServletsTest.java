package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class GuardedServletsTest {

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perHour(2)).build())
            .build();
    private final String secret = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("servlets", Owner.of("ada"), Permission.READ))
            .orElseThrow()
            .secret();

    @Test
    void fewLinesMakeA401AndA429() throws Exception {
        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new GuardedServlets(faregate));
        server.setHandler(context);
        server.start();
        try {
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
        } finally {
            server.stop();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
