package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The matrix, over the auto-configuration. */
class SpringMvcMatrixTest extends MatrixSuite {

    SpringMvcMatrixTest() {
        super(new SpringMvc());
    }

    private static final class SpringMvc implements MatrixAdapter {

        @Override
        public String name() {
            return "Spring Boot " + SpringBootVersion.getVersion().replaceAll("\\.[0-9]+$", "") + " MVC";
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public Server start(MatrixApi api) {
            ConfigurableApplicationContext application = new SpringApplicationBuilder(MatrixApplication.class)
                    .initializers(context -> {
                        GenericApplicationContext beans = (GenericApplicationContext) context;
                        beans.registerBean(RequestGuard.class, api::guard);
                        beans.registerBean(Endpoints.class, api::endpoints);
                        beans.registerBean(MatrixApi.class, () -> api);
                    })
                    .properties(
                            "server.port=0",
                            "server.address=127.0.0.1",
                            // The worst case: wrappers of Spring's own change what a request says of itself.
                            "server.forward-headers-strategy=framework",
                            "server.servlet.context-path=" + api.contextPath())
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
