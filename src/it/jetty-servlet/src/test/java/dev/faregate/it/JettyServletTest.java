package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.blackbox.Api;
import dev.faregate.http.RequestGuard;
import dev.faregate.servlets.Application;
import dev.faregate.servlets.ServletSuite;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;

class JettyServletTest extends ServletSuite {

    JettyServletTest() {
        super(new Jetty());
    }

    private static final class Jetty implements Adapter {

        @Override
        public String name() {
            return "Jetty servlet";
        }

        @Override
        public Adapter.Server start(RequestGuard guard, Api api) throws Exception {
            org.eclipse.jetty.server.Server server =
                    new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
            ServletContextHandler context = new ServletContextHandler("/");
            context.addServletContainerInitializer(new Application(guard, api));
            ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
            errorPages.addErrorPage(400, 599, "/error");
            context.setErrorHandler(errorPages);
            server.setHandler(context);
            server.start();
            return new Adapter.Server() {
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
