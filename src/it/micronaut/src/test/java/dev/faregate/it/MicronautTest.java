package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.blackbox.StartLog;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicronautTest extends BlackBoxSuite {

    MicronautTest() {
        super(new Micronaut());
    }

    @Test
    void endpointsAreInTheLogBeforeAnyRequest() throws Exception {
        StartLog.assertNamesEndpoints(new Micronaut());
    }

    static final class Micronaut implements Adapter {

        @Override
        public String name() {
            return "Micronaut 4 (recipe)";
        }

        @Override
        public Server start(RequestGuard guard, Api api) {
            ApplicationContext context = ApplicationContext.builder()
                    // On the loopback address, and only there, Micronaut refuses other origins by itself.
                    .properties(Map.of(
                            "micronaut.server.port",
                            -1,
                            "micronaut.server.host",
                            "127.0.0.1",
                            "micronaut.server.cors.localhost-pass-through",
                            true))
                    .singletons(guard, Endpoints.of(Api.ENDPOINTS), api)
                    .start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            return new Server() {
                @Override
                public int port() {
                    return server.getPort();
                }

                @Override
                public void close() {
                    context.close();
                }
            };
        }
    }
}
