package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import jakarta.servlet.ServletRegistration;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.Test;

class JerseyTest extends BlackBoxSuite {

    JerseyTest() {
        super(new Jersey());
    }

    @Test
    void endpointIsTheRoutesTemplate() throws Exception {
        subject().get("/rows/7", subject().newClient().token());
        assertThat(subject().guardedEndpoints)
                .contains("GET /rows/{number}")
                .noneMatch(endpoint -> endpoint.contains("/7"));
    }

    private static final class Jersey implements Adapter {

        @Override
        public String name() {
            return "Jersey";
        }

        @Override
        public Server start(RequestGuard guard, Api api) throws Exception {
            org.eclipse.jetty.server.Server server =
                    new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
            ServletContextHandler context = new ServletContextHandler("/");
            context.addServletContainerInitializer((classes, started) -> {
                ServletRegistration.Dynamic rows = started.addServlet(
                        "rows",
                        new ServletContainer(new GuardedApplication(guard, Endpoints.of(Api.OPEN), started)
                                .register(new Rows(api))));
                rows.setAsyncSupported(true);
                rows.addMapping("/*");
            });
            server.setHandler(context);
            server.start();
            return new Server() {
                @Override
                public int port() {
                    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
                }

                @Override
                public void close() throws Exception {
                    server.stop();
                }
            };
        }
    }
}
