package dev.faregate.it;

import dev.faregate.blackbox.MatrixAdapter;
import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.blackbox.MatrixSuite;
import dev.faregate.blackbox.Requirement;
import dev.faregate.blackbox.Situation;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jaxrs.GuardFeature;
import dev.faregate.integration.jaxrs.ServletAddress;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.web.filter.ForwardedHeaderFilter;

class JerseyMatrixTest extends MatrixSuite {

    JerseyMatrixTest() {
        super(new Jersey());
    }

    private static final class Jersey implements MatrixAdapter {

        @Override
        public String name() {
            return "Jersey";
        }

        @Override
        public boolean findsRoutes() {
            return true;
        }

        @Override
        public Optional<String> cannotApply(Situation situation, Requirement requirement) {
            return switch (situation) {
                case FORWARD -> Optional.of("the standard forwards nothing");
                case UPGRADE -> Optional.of("the standard has no web sockets");
                default -> Optional.empty();
            };
        }

        @Override
        public String template(MatrixRoute route) {
            return route == MatrixRoute.CONSTRAINED
                    ? "/constrained/{base: [a-z]+}"
                    : route.template().replace("**", "{rest: .+}");
        }

        /** The standard tells no routes of sub-resources, and the other application has one by itself. */
        @Override
        public Endpoint endpoint(MatrixRoute route, String path) {
            Endpoint endpoint = MatrixAdapter.super.endpoint(route, path);
            return route == MatrixRoute.NESTED || route == MatrixRoute.STRICT_GUARD_FIRST
                    ? endpoint.optional()
                    : endpoint;
        }

        @Override
        public Server start(MatrixApi api) throws Exception {
            org.eclipse.jetty.server.Server server =
                    new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
            ServletContextHandler context =
                    new ServletContextHandler(api.contextPath().isEmpty() ? "/" : api.contextPath());
            context.addServletContainerInitializer((classes, started) -> addTo(started, api));
            server.setHandler(context);
            server.start();
            return new Server() {
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

        /** Behind a filter that believes forwarding headers. */
        private static void addTo(ServletContext context, MatrixApi api) {
            context.addListener(ServletAddress.class);
            FilterRegistration.Dynamic forwarded = context.addFilter("forwarded", new ForwardedHeaderFilter());
            forwarded.setAsyncSupported(true);
            forwarded.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            String at = context.getContextPath();
            Endpoint wide = Endpoint.of("GET " + at + "/second/wide-first/{base}");
            add(context, "wide-first", new GuardFilter(api.wideGuard(), Endpoints.of(wide)));
            Endpoint strict = Endpoint.of("GET " + at + "/second/strict-first/{base}")
                    .requiring(Scopes.of("rows"))
                    .requiring(CredentialKind.API_TOKEN)
                    .requiring(Permission.READ_WRITE)
                    .forResourceIn("base");
            add(context, "strict-first", new GuardFilter(api.guard(), Endpoints.of(strict)));
            ResourceConfig rows = new ResourceConfig()
                    .register(new MatrixRows(api))
                    .register(new GuardFeature(api.guard(), api.endpoints(), ServletAddress::of).mountedAt(at));
            add(context, "rows", "/*", new ServletContainer(rows));
            ResourceConfig strictFirst = new ResourceConfig()
                    .register(new MatrixRows.StrictFirst(api))
                    .register(new GuardFeature(api.wideGuard(), api.wideEndpoints(), ServletAddress::of)
                            .mountedAt(at + "/second/strict-first"));
            add(context, "behind", "/second/strict-first/*", new ServletContainer(strictFirst));
        }

        private static void add(ServletContext context, String name, GuardFilter filter) {
            FilterRegistration.Dynamic registration = context.addFilter(name, filter);
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/second/" + name + "/*");
        }

        private static void add(ServletContext context, String name, String pattern, Servlet servlet) {
            ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
            registration.setAsyncSupported(true);
            registration.addMapping(pattern);
        }
    }
}
