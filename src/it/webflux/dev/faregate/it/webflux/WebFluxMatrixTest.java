package dev.faregate.it.webflux;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;

class WebFluxMatrixTest extends MatrixSuite {

    WebFluxMatrixTest() {
        super(new WebFlux());
    }

    private static final class WebFlux implements MatrixAdapter {

        @Override
        public String name() {
            return WebFluxTest.name();
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public Server start(MatrixApi api) {
            Application application = Application.start(
                    MatrixApplication.class,
                    beans -> beans.registerBean(MatrixApi.class, () -> api),
                    "spring.webflux.base-path=" + api.contextPath());
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
