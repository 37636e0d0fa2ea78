package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.blackbox.BlackBoxSuite;
import dev.faregate.http.RequestGuard;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The suite, over the auto-configuration with the suite's guard as a bean. */
class SpringMvcTest extends BlackBoxSuite {

    SpringMvcTest() {
        super(new SpringMvc());
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
