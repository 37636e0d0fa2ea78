package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guard as Quarkus has it put there when it starts, and beside what Quarkus does by itself. */
@QuarkusTest
class GuardingTest {

    private static final String ORIGIN = "https://app.example";

    @Singleton
    static class Beans {

        @Produces
        @Singleton
        Faregate faregate() {
            return Faregate.builder()
                    .rateLimiter(RateLimiter.builder().limit(Limit.perHour(3)).build())
                    .build();
        }

        @Produces
        @Singleton
        RequestGuard guard(Faregate faregate) {
            return faregate.guard(CredentialKind.API_TOKEN).build();
        }
    }

    @Inject
    Faregate faregate;

    @TestHTTPResource
    URI server;

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .headers(headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void resourcesAreGuardedAndLimited() throws Exception {
        String token = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(send("GET", "/rows/" + i, "Authorization", "Bearer " + token)
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
        assertThat(send("GET", "/rows/1", "Accept", "*/*").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/q/elsewhere", "Accept", "*/*").statusCode()).isEqualTo(401);
    }

    @Test
    void scriptsOfOriginsThatQuarkusAllowsMayAskAndReadRefusals() throws Exception {
        HttpResponse<String> preflight =
                send("OPTIONS", "/rows", "Origin", ORIGIN, "Access-Control-Request-Method", "GET");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
        HttpResponse<String> refused = send("GET", "/rows", "Origin", ORIGIN);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
    }
}
