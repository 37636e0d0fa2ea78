package dev.faregate.servlets;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Servlets that send requests on to one another, behind a filter that believes forwarding headers.
 *
 * @param wide guards everything
 * @param strict guards what is below {@code /admin} once more; may be the same guard
 * @param ran names of servlets, each time one runs, with who calls
 */
record DispatchedApplication(RequestGuard wide, RequestGuard strict, List<String> ran)
        implements ServletContainerInitializer {

    static final Scopes ADMIN = Scopes.of("admin");

    DispatchedApplication(RequestGuard wide, RequestGuard strict) {
        this(wide, strict, new CopyOnWriteArrayList<>());
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        FilterRegistration.Dynamic forwarded = context.addFilter("forwarded", new ForwardedHeaderFilter());
        forwarded.setAsyncSupported(true);
        forwarded.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        String at = context.getContextPath();
        Endpoints endpoints = Endpoints.of(
                Endpoint.of("GET " + at + "/rows").requiring(Permission.READ),
                Endpoint.of("GET " + at + "/public/{file}").open(),
                Endpoint.of("GET " + at + "/send/{way}").open(),
                Endpoint.anyMethod(at + "/admin/wipe"),
                Endpoint.of("GET " + at + "/admin/part").requiring(ADMIN),
                Endpoint.of("GET " + at + "/socket").requiring(ADMIN));
        new GuardFilter(wide, endpoints).addTo(context, "/*");
        Endpoints again = Endpoints.of(
                Endpoint.anyMethod(at + "/admin/wipe").requiring(ADMIN),
                Endpoint.of("GET " + at + "/admin/part").requiring(ADMIN));
        FilterRegistration.Dynamic second = context.addFilter("second", new GuardFilter(strict, again));
        second.setAsyncSupported(true);
        second.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/admin/*");
        servlet(context, "rows", "/rows");
        servlet(context, "public", "/public/*");
        servlet(context, "wipe", "/admin/wipe");
        servlet(context, "part", "/admin/part");
        servlet(context, "page", "/WEB-INF/page");
        servlet(context, "error", "/error");
        servlet(context, "default", "/");
        add(context, "send", "/send/*", new Sender());
        try {
            ((ServerContainer) context.getAttribute(ServerContainer.class.getName()))
                    .addEndpoint(ServerEndpointConfig.Builder.create(Socket.class, "/socket")
                            .build());
        } catch (jakarta.websocket.DeploymentException impossible) {
            throw new ServletException(impossible);
        }
    }

    private void servlet(ServletContext context, String name, String path) {
        add(context, name, path, new Text(name));
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(path);
    }

    /** A socket that says nothing. */
    public static final class Socket extends jakarta.websocket.Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getAsyncRemote().sendText("secret");
        }
    }

    /** Answers its own name and who calls, to any method. */
    private final class Text extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final String name;

        Text(String name) {
            this.name = name;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String caller = "nobody";
            try {
                caller = GuardFilter.admitted(request).caller().owner().id();
            } catch (IllegalStateException open) {
                // It is for anyone.
            }
            ran.add(name + " for " + caller);
            response.getWriter().print(name + " for " + caller + ".");
        }
    }

    /** Sends each request on to the path in its query, in the way that its path names. */
    private final class Sender extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String to = request.getParameter("to");
            switch (request.getPathInfo()) {
                case "/forward" -> request.getRequestDispatcher(to).forward(request, response);
                case "/include" -> {
                    response.getWriter().print("before.");
                    request.getRequestDispatcher(to).include(request, response);
                    response.getWriter().print("after.");
                }
                case "/async" -> request.startAsync(request, response).dispatch(to);
                case "/error" -> response.sendError(409);
                default -> throw new ServletException("way: " + request.getPathInfo());
            }
        }
    }
}
