package dev.faregate.it;

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
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The suite, over the auto-configuration with the suite's guard as a bean. */
class SpringMvcTest extends BlackBoxSuite {

    SpringMvcTest() {
        super(new SpringMvc());
    }

    /** Where nothing was said of CORS, Spring 7 leaves preflights to the guard, and Spring 6 refuses them. */
    @Test
    @Override
    public void preflightsReachNoHandlerOfAServerWithoutCors() throws Exception {
        try (Subject withoutCors = anotherSubject(UnaryOperator.identity())) {
            HttpRequest preflight = withoutCors.request(
                    "OPTIONS", "/rows", "", "Origin", "https://app.example", "Access-Control-Request-Method", "GET");
            for (int i = 0; i < 12; i++) {
                assertThat(withoutCors.send(preflight).statusCode()).isIn(204, 403);
            }
            assertThat(withoutCors.api.calls()).isZero();
        }
    }

    private static final class SpringMvc implements Adapter {

        @Override
        public String name() {
            return "Spring Boot " + SpringBootVersion.getVersion();
        }

        @Override
        public Server start(RequestGuard guard, Api api) {
            ConfigurableApplicationContext application = new SpringApplicationBuilder(ApiApplication.class)
                    .initializers(context -> {
                        ((GenericApplicationContext) context).registerBean(RequestGuard.class, () -> guard);
                        ((GenericApplicationContext) context).registerBean(Api.class, () -> api);
                        ((GenericApplicationContext) context)
                                .registerBean(Endpoints.class, () -> Endpoints.of(Api.OPEN));
                    })
                    .properties("server.port=0", "server.address=127.0.0.1")
                    .run();
            return new Server() {
                @Override
                public int port() {
                    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
                }

                @Override
                public void close() {
                    application.close();
                }
            };
        }
    }
}
