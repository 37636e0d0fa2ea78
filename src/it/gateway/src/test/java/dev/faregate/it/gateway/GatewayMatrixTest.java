package dev.faregate.it.gateway;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;

class GatewayMatrixTest extends MatrixSuite {

    GatewayMatrixTest() {
        super(new Gateway());
    }

    private static final class Gateway implements MatrixAdapter {

        @Override
        public String name() {
            return "Gateway";
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public Server start(MatrixApi api) {
            Upstream upstream = new Upstream();
            Application application = Application.start(
                    MatrixGateway.class,
                    beans -> {
                        beans.registerBean(MatrixApi.class, () -> api);
                        beans.registerBean(Upstream.class, () -> upstream);
                    },
                    "spring.webflux.base-path=" + api.contextPath());
            return new Server() {
                @Override
                public int port() {
                    return application.port();
                }

                @Override
                public void close() {
                    application.close();
                    upstream.close();
                }
            };
        }
    }
}
