package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.servlets.MatrixApplication;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;

class JettyServletMatrixTest extends MatrixSuite {

    JettyServletMatrixTest() {
        super(new Jetty());
    }

    private static final class Jetty implements MatrixAdapter {

        @Override
        public String name() {
            return "Jetty servlet";
        }

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public MatrixAdapter.Server start(MatrixApi api) throws Exception {
            org.eclipse.jetty.server.Server server =
                    new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
            ServletContextHandler context =
                    new ServletContextHandler(api.contextPath().isEmpty() ? "/" : api.contextPath());
            context.addServletContainerInitializer(new MatrixApplication(api));
            ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
            errorPages.addErrorPage(400, 599, "/error");
            context.setErrorHandler(errorPages);
            server.setHandler(context);
            server.start();
            return new MatrixAdapter.Server() {
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
