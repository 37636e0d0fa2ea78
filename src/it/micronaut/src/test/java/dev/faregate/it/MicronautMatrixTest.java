package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import java.util.Optional;

class MicronautMatrixTest extends MatrixSuite {

    MicronautMatrixTest() {
        super(new Micronaut());
    }

    private static final class Micronaut implements MatrixAdapter {

        @Override
        public String name() {
            return "Micronaut 4 (recipe)";
        }

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return situation == Situation.FORWARD ? Optional.of("the server forwards nothing") : Optional.empty();
        }

        @Override
        public Server start(MatrixApi api) {
            ApplicationContext context = ApplicationContext.builder()
                    .properties(Map.of(
                            "micronaut.server.port",
                            -1,
                            "micronaut.server.host",
                            "127.0.0.1",
                            "micronaut.server.context-path",
                            api.contextPath().isEmpty() ? "/" : api.contextPath(),
                            "micronaut.server.cors.localhost-pass-through",
                            true))
                    .singletons(api.guard(), api.endpoints(), api)
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
