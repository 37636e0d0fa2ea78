package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedRoutesTest {

    private final Faregate faregate = Faregate.builder()
            .rateLimiter(RateLimiter.builder().limit(Limit.perHour(2)).build())
            .build();
    private final String secret = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("routes", Owner.of("ada"), Permission.READ))
            .orElseThrow()
            .secret();
    private VertxServer server;

    @BeforeEach
    void start() throws Exception {
        GuardedRoutes routes =
                new GuardedRoutes(faregate.guard(CredentialKind.API_TOKEN).build(), Endpoints.of());
        server = VertxServer.start(routes::router);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void fewLinesMakeA401AndA429() throws Exception {
        assertThat(send("/rows/7").statusCode()).isEqualTo(401);
        assertThat(send("/elsewhere").statusCode()).isEqualTo(401);
        assertThat(send("/rows/7", "Authorization", "Bearer " + secret).body()).isEqualTo("Hello ada");
        List<Integer> statuses = new ArrayList<>();
        for (String path : List.of("/rows/8", "/rows/9")) {
            statuses.add(send(path, "Authorization", "Bearer " + secret).statusCode());
        }
        assertThat(statuses).containsExactly(200, 429);
    }

    private HttpResponse<String> send(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
