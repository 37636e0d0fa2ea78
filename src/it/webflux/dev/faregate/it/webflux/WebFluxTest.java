package dev.faregate.it.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.blackbox.Subject;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import java.net.http.HttpRequest;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/** The suite, over the auto-configuration with the suite's guard as a bean. */
class WebFluxTest extends BlackBoxSuite {

    WebFluxTest() {
        super(new WebFlux());
    }

    /** Where nothing was said of CORS, Spring answers preflights: version 6 refuses them. */
    @Test
    @Override
    public void preflightsReachNoHandlerOfAServerWithoutCors() throws Exception {
        try (Subject withoutCors = anotherSubject(UnaryOperator.identity())) {
            HttpRequest preflight = withoutCors.request(
                    "OPTIONS", "/rows", "", "Origin", "https://app.example", "Access-Control-Request-Method", "GET");
            for (int i = 0; i < 12; i++) {
                assertThat(withoutCors.send(preflight).statusCode()).isIn(200, 403);
            }
            assertThat(withoutCors.api.calls()).isZero();
        }
    }

    static String name() {
        return "WebFlux " + SpringBootVersion.getVersion().replaceAll("\\.\\d+$", "");
    }

    private static final class WebFlux implements Adapter {

        @Override
        public String name() {
            return WebFluxTest.name();
        }

        @Override
        public Server start(RequestGuard guard, Api api) {
            Application application = Application.start(ApiApplication.class, beans -> {
                beans.registerBean(RequestGuard.class, () -> guard);
                beans.registerBean(Api.class, () -> api);
                beans.registerBean(Endpoints.class, () -> Endpoints.of(Api.OPEN));
            });
            return new Server() {
                @Override
                public int port() {
                    return application.port();
                }

                @Override
                public void close() {
                    application.close();
                }
            };
        }
    }
}
