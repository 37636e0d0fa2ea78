package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.servlets.MatrixApplication;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

class TomcatServletMatrixTest extends MatrixSuite {

    TomcatServletMatrixTest() {
        super(new TomcatEmbedded());
    }

    private static final class TomcatEmbedded implements MatrixAdapter {

        @Override
        public String name() {
            return "Tomcat servlet";
        }

        @Override
        public boolean findsRoutes() {
            return false;
        }

        @Override
        public Server start(MatrixApi api) throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(Path.of("target", "tomcat" + api.contextPath().replace('/', '-'))
                    .toAbsolutePath()
                    .toString());
            tomcat.setHostname("127.0.0.1");
            tomcat.setPort(0);
            tomcat.getConnector();
            Context context = tomcat.addContext(api.contextPath(), null);
            context.addServletContainerInitializer(new MatrixApplication(api), Set.of());
            Stream.of(400, 401, 403, 404, 405, 409, 429, 500)
                    .forEach(status -> context.addErrorPage(errorPage(status)));
            tomcat.start();
            return new Server() {
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
}
