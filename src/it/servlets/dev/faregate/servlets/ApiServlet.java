package dev.faregate.servlets;

import dev.faregate.blackbox.Api;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The suite's API, as leniently as a servlet may be written: it takes any method and any spelling of a path that the container
 * takes, so that what holds it shut is the filter.
 */
final class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String PREPARED = ApiServlet.class.getName();

    private final transient Api api;

    ApiServlet(Api api) {
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath().toLowerCase();
        response.setContentType("text/plain");
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            response.getWriter().write("error page");
        } else if (path.equals("/rows") && request.getMethod().equals("POST")) {
            response.setStatus(201);
            byte[] sent = request.getInputStream().readAllBytes();
            response.getWriter().write(handle(Api.CREATE, request) + ' ' + new String(sent, StandardCharsets.UTF_8));
        } else if (path.startsWith("/rows/") && path.length() > 6) {
            response.getWriter().write(handle(Api.READ, request) + ' ' + path.substring(6));
        } else {
            answerOther(path, request, response);
        }
    }

    private void answerOther(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case "/rows", "/rows/" -> {
                response.setHeader("X-User", request.getRemoteUser());
                response.getWriter().write(handle(Api.LIST, request));
            }
            case "/async" -> answerLater(request, response);
            case "/stream" -> {
                response.setContentType("text/event-stream");
                response.getOutputStream().print(handle(Api.STREAM, request));
                for (String chunk : Api.CHUNKS) {
                    response.getOutputStream().print(chunk);
                    response.flushBuffer();
                }
            }
            case "/broken" -> throw new IllegalStateException("planted: " + handle(Api.BROKEN, request));
            case "/conflict" -> response.sendError(409, handle(Api.CONFLICT, request));
            case "/missing" -> {
                response.setContentLength(30);
                response.getWriter().write("row");
                handle(Api.MISSING, request);
                throw Api.refusal();
            }
            case "/page" ->
                response.getWriter()
                        .write(api.handleOpen(
                                Api.PAGE, () -> GuardFilter.admitted(request).caller()));
            case "/sign-in" -> {
                byte[] sent = request.getInputStream().readAllBytes();
                response.getWriter()
                        .write(api.signIn(new String(sent, StandardCharsets.UTF_8), GuardFilter.signIn(request)));
            }
            default -> response.sendError(404);
        }
    }

    /** Prepares the answer in another thread, and comes by a second time to send it. */
    private void answerLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(PREPARED) instanceof String text) {
            response.getWriter().write(text);
            return;
        }
        String text = handle(Api.ASYNC, request);
        AsyncContext later = request.startAsync();
        later.start(() -> {
            later.getRequest().setAttribute(PREPARED, text);
            later.dispatch();
        });
    }

    private String handle(String endpoint, HttpServletRequest request) {
        return api.handle(endpoint, () -> GuardFilter.admitted(request).caller());
    }
}
