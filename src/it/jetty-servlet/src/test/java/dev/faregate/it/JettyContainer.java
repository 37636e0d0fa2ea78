package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.servlets.Container;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

/**
 * Jetty with an error page for each status.
 *
 * @param webSockets whether there are web sockets; their filter ends each request whose answer has begun
 */
record JettyContainer(boolean webSockets) implements Container {

    @Override
    public Adapter.Server start(String contextPath, ServletContainerInitializer application) throws Exception {
        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        ServletContextHandler context = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
        if (webSockets) {
            JakartaWebSocketServletContainerInitializer.configure(context, null);
        }
        context.addServletContainerInitializer(application);
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
