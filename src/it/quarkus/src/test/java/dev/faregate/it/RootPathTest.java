package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.blackbox.Api;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application below a root path: endpoints are declared by the whole path. */
@QuarkusTest
@TestProfile(RootPathTest.BelowApp.class)
class RootPathTest {

    public static final class BelowApp implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new GuardedBySuite().getConfigOverrides());
            settings.put("quarkus.http.root-path", "/app");
            return settings;
        }
    }

    @Inject
    Router router;

    @TestHTTPResource
    URI server;

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void requirementsHoldForWholePaths() throws Exception {
        Faregate faregate = Faregate.builder().build();
        Rows.api = new Api();
        new Guarding()
                .guard(
                        router,
                        faregate.guard(CredentialKind.API_TOKEN).build(),
                        Endpoints.of(Endpoint.of("GET /app/rows/{id}")
                                .requiring(Scopes.of("rows"))
                                .forResourceIn("id")));
        ApiTokenRequest request = ApiTokenRequest.of("test", Owner.of("ada"), Permission.READ);
        String without = faregate.tokenIssuer().issue(request).orElseThrow().secret();
        assertThat(get("/app/rows/1", "junk").statusCode()).isEqualTo(401);
        assertThat(get("/app/rows/1", without).statusCode()).isIn(401, 403);
        assertThat(get("/app/rows", without).statusCode()).as("not declared").isEqualTo(404);
        assertThat(get("/rows/1", without).statusCode()).isEqualTo(404);
        String good = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("rows", Owner.of("ada"), Permission.READ)
                        .forResource(Resource.of("1"))
                        .withScopes(Scopes.of("rows")))
                .orElseThrow()
                .secret();
        assertThat(get("/app/rows/1", good).body()).isEqualTo(Api.READ + " for ada 1");
        assertThat(get("/app/rows/2", good).statusCode()).isEqualTo(401);
    }
}
