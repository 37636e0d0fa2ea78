package dev.faregate.servlets;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.blackbox.MatrixRoute;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The matrix's routes, as leniently as a servlet may be written: it takes any method and any spelling of a path that the container
 * takes, so that what holds it shut is the filter.
 */
final class MatrixServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String PREPARED = MatrixServlet.class.getName();

    private final transient MatrixApi api;

    MatrixServlet(MatrixApi api) {
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.setContentType("text/plain");
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            response.getWriter().write("error page");
            return;
        }
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        List<String> segments = Stream.of(path.toLowerCase(Locale.ROOT).split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        MatrixRoute route = route(segments, request.getMethod());
        if (route == null) {
            response.sendError(404);
            return;
        }
        int index = segments.get(0).equals("second") ? 2 : 1;
        answer(route, segments.size() > index ? segments.get(index) : null, request, response);
    }

    private static MatrixRoute route(List<String> segments, String method) {
        String name = segments.isEmpty() ? "" : segments.get(0).replaceFirst("\\..*", "");
        return switch (name) {
            case "literal" -> method.equals("POST") ? MatrixRoute.LITERAL_POST : MatrixRoute.LITERAL;
            case "variable" -> MatrixRoute.VARIABLE;
            case "nested" -> MatrixRoute.NESTED;
            case "wildcard" -> MatrixRoute.WILDCARD;
            case "any" -> MatrixRoute.ANY_METHOD;
            case "verbs" -> MatrixRoute.VERBS;
            case "near" ->
                segments.size() == 3 && segments.get(2).startsWith("rows") ? MatrixRoute.NEAR : MatrixRoute.NEAR_MISS;
            case "encoded" -> MatrixRoute.ENCODED;
            case "forwarded" -> MatrixRoute.FORWARDED;
            case "socket" -> MatrixRoute.SOCKET;
            case "second" ->
                segments.contains("wide-first") ? MatrixRoute.WIDE_GUARD_FIRST : MatrixRoute.STRICT_GUARD_FIRST;
            case "forward" -> MatrixRoute.FORWARD_SOURCE;
            case "target" -> MatrixRoute.FORWARD_TARGET;
            case "async" -> MatrixRoute.ASYNC;
            case "failing" -> MatrixRoute.ERROR;
            case "open" -> MatrixRoute.OPEN;
            default -> null;
        };
    }

    private void answer(MatrixRoute route, String base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (route) {
            case OPEN -> response.getWriter().write(api.handleOpen(route));
            case FORWARD_SOURCE ->
                request.getRequestDispatcher("/target/" + base).forward(request, response);
            case ASYNC -> answerLater(base, request, response);
            case ERROR -> response.sendError(409, handle(route, base, request));
            case SOCKET -> {
                handle(route, base, request);
                request.upgrade(SilentSocket.class);
            }
            default -> response.getWriter().write(handle(route, base, request));
        }
    }

    /** Prepares the answer in another thread, and comes by a second time to send it. */
    private void answerLater(String base, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(PREPARED) instanceof String text) {
            response.getWriter().write(text);
            return;
        }
        String text = handle(MatrixRoute.ASYNC, base, request);
        AsyncContext later = request.startAsync();
        later.start(() -> {
            later.getRequest().setAttribute(PREPARED, text);
            later.dispatch();
        });
    }

    private String handle(MatrixRoute route, String base, HttpServletRequest request) {
        return api.handle(
                route,
                route.template().contains("{base}") ? base : null,
                () -> GuardFilter.admitted(request).caller());
    }
}
