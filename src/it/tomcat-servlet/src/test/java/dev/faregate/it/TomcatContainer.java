package dev.faregate.it;

import dev.faregate.blackbox.Adapter;
import dev.faregate.servlets.Container;
import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with web sockets, and with an error page for each status. */
final class TomcatContainer implements Container {

    @Override
    public Adapter.Server start(String contextPath, ServletContainerInitializer application) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Path.of("target", "tomcat").toAbsolutePath().toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext(contextPath, null);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer(application, Set.of());
        Stream.of(400, 401, 403, 404, 405, 409, 429, 500).forEach(status -> context.addErrorPage(errorPage(status)));
        tomcat.start();
        return new Adapter.Server() {
            @Override
            public int port() {
                return tomcat.getConnector().getLocalPort();
            }

            @Override
            public void close() throws Exception {
                tomcat.stop();
                tomcat.destroy();
            }
        };
    }

    private static ErrorPage errorPage(int status) {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(status);
        page.setLocation("/error");
        return page;
    }
}
