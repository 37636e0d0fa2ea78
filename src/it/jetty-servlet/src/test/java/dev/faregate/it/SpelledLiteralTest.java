package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** A server decodes a path before it chooses a servlet: a guard must not take it for the value of a variable. */
class SpelledLiteralTest {

    private static final class Text extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(text);
        }
    }

    @Test
    void guardedPathIsNoValueOfAnOpenOnesVariable() throws Exception {
        RequestGuard guard =
                Faregate.builder().build().guard(CredentialKind.API_TOKEN).build();
        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((classes, started) -> {
            Endpoints endpoints =
                    Endpoints.of(Endpoint.of("GET /pages/{page}").open(), Endpoint.of("GET /pages/drafts"));
            new GuardFilter(guard, endpoints).addTo(started, "/*");
            started.addServlet("page", new Text("page")).addMapping("/pages/*");
            started.addServlet("drafts", new Text("drafts")).addMapping("/pages/drafts");
        });
        server.setHandler(context);
        server.start();
        try {
            assertThat(get(server, "/pages/news").body()).isEqualTo("page");
            assertThat(get(server, "/pages/n%65ws").body()).isEqualTo("page");
            assertThat(get(server, "/pages/drafts").statusCode()).isEqualTo(401);
            assertThat(get(server, "/pages/dr%61fts").statusCode()).isEqualTo(401);
        } finally {
            server.stop();
        }
    }

    private static HttpResponse<String> get(Server server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getURI().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
