package dev.faregate.it.verifiers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Quarkus as it is: it fetches the published keys. It does not look at {@code typ}. */
@QuarkusTest
@QuarkusTestResource(RunningIssuer.class)
class ResourceServerTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI server;

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private HttpResponse<String> get(String path, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + setting("token." + name))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void baseTokenIsAccepted() throws Exception {
        for (String name : setting("names.accepted").split(",")) {
            HttpResponse<String> answer = get("/me", name);
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            assertThat(answer.body()).as(name).isEqualTo("ada");
        }
    }

    @Test
    void nothingElseIsAccepted() throws Exception {
        String[] names = setting("names.refused").split(",");
        assertThat(names).hasSize(10);
        for (String name : names) {
            assertThat(get("/me", name).statusCode()).as(name).isEqualTo(401);
        }
    }

    @Test
    void groupsOfABaseTokenAreRoles() throws Exception {
        assertThat(get("/me/as-staff", "RS256").statusCode()).isEqualTo(200);
        assertThat(get("/me/as-root", "RS256").statusCode()).isEqualTo(403);
    }
}
