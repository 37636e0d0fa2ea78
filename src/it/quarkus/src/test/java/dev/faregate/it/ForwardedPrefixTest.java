package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client's {@code X-Forwarded-Prefix}, of which Quarkus makes the path that a servlet is found by. */
@QuarkusTest
@TestProfile(BehindProxy.WithPrefix.class)
class ForwardedPrefixTest {

    @WebServlet({"/hidden/*", "/public/*"})
    public static final class Servlets extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("found by " + request.getServletPath());
        }
    }

    @Inject
    Router router;

    @TestHTTPResource
    URI server;

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void prefixMovesNoRequestPastTheGuard() throws Exception {
        assertThat(get("/public/x", "X-Forwarded-Prefix", "/hidden").body())
                .as("without a guard")
                .isEqualTo("found by /hidden");
        List<Route> others = new ArrayList<>(router.getRoutes());
        new Guarding()
                .guard(
                        router,
                        Faregate.builder()
                                .build()
                                .guard(CredentialKind.API_TOKEN)
                                .build(),
                        Endpoints.of(Endpoint.of("GET /public/{file}").open(), Endpoint.of("GET /hidden/{file}")));
        try {
            assertThat(get("/public/x").body()).isEqualTo("found by /public");
            assertThat(get("/public/x?a=/b").body()).isEqualTo("found by /public");
            assertThat(get("/hidden/x").statusCode()).isEqualTo(401);
            for (String prefix : List.of("/hidden", "hidden/", "/hidden/x", "/hidden?")) {
                HttpResponse<String> answer = get("/public/x", "X-Forwarded-Prefix", prefix);
                assertThat(answer.statusCode()).as(prefix).isEqualTo(400);
                assertThat(answer.body()).as(prefix).doesNotContain("found");
            }
        } finally {
            router.getRoutes().stream().filter(route -> !others.contains(route)).forEach(Route::remove);
        }
    }
}
