package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import dev.faregate.http.RouteInventory;
import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.websocket.WsHandlerType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;

/** The README's recipe for a framework that has no adapter: a view of its requests and answers, and where to ask. */
record JavalinGuard(RequestGuard guard, Endpoints endpoints) {

    /** What no route is for. */
    private static final Handler NOTHING = context -> context.status(404);

    private record View(Context context) implements RequestView, ResponseView<RuntimeException> {

        /** The one that was routed: Javalin looks for {@code X-HTTP-Method-Override}. */
        @Override
        public String method() {
            return context.method().name();
        }

        @Override
        public String rawPath() {
            return context.req().getRequestURI();
        }

        @Override
        public List<String> header(String name) {
            return Collections.list(context.req().getHeaders(name));
        }

        /** Of the connection, whatever filters have made of it. */
        @Override
        public String remoteAddress() {
            ServletRequest connection = context.req();
            while (connection instanceof ServletRequestWrapper wrapper) {
                connection = wrapper.getRequest();
            }
            return connection.getRemoteAddr();
        }

        @Override
        public RequestChecks checks() {
            if (context.attribute(RequestChecks.ATTRIBUTE) == null) {
                context.attribute(RequestChecks.ATTRIBUTE, RequestChecks.begin());
            }
            return context.attribute(RequestChecks.ATTRIBUTE);
        }

        @Override
        public void setHeader(String name, String value) {
            context.res().setHeader(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            context.res().addHeader(name, value);
        }

        /** The answer to a handshake has no result that Javalin would write. */
        @Override
        public void send(int status, byte[] body) {
            context.status(status).result(body).skipRemainingHandlers();
            if (context.header("Sec-WebSocket-Version") != null) {
                try {
                    context.res().getOutputStream().write(body);
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            }
        }
    }

    /** After the routes: what none of them is for is guarded, too. Without a route for each endpoint, the server does not start. */
    void applyTo(JavalinConfig config) {
        config.routes.beforeMatched(context -> check(context, config));
        config.routes.wsBeforeUpgrade(context -> check(context, config));
        config.routes.exception(RefusedException.class, this::refuse);
        config.events.serverStarting(() -> inventory(config).check());
        for (HandlerType method : HandlerType.values()) {
            if (method.isHttpMethod()) {
                config.routes.addHttpHandler(method, "/*", NOTHING);
            }
        }
    }

    private RouteInventory inventory(JavalinConfig config) {
        RouteInventory inventory = RouteInventory.of("Javalin", endpoints);
        config.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(route -> route.method.isHttpMethod() && route.handler != NOTHING)
                .forEach(route -> inventory.route(route.method.name(), template(route.path, config)));
        config.unsafe.internalRouter.allWsHandlers().stream()
                .filter(route -> route.getType() == WsHandlerType.WEBSOCKET)
                .forEach(route -> inventory.route("GET", template(route.getPath(), config)));
        return inventory;
    }

    /** The whole template, from the configured context path on, and not from the one that a request tells. */
    private static String template(String path, JavalinConfig config) {
        String contextPath = config.router.contextPath;
        return contextPath.equals("/") ? path : contextPath + path;
    }

    void check(Context context, JavalinConfig config) {
        Endpoint route = context.endpoints().lastHttpEndpoint();
        if (context.endpoints().matchedHttpEndpoint() != null) {
            route = context.endpoints().matchedHttpEndpoint();
        }
        String template = route == null || route.handler == NOTHING ? null : template(route.path, config);
        View view = new View(context);
        guard.check(view, endpoints.forRoute(view.method(), template), context.pathParamMap())
                .writeTo(view);
    }

    /** In a handler of HTTP, or before the upgrade of a web socket, whose later handlers know it by an attribute or not at all. */
    Caller caller(Context context) {
        if (new View(context).checks().passed() instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        throw new IllegalStateException("caller: none (expected: a guarded route, and no open endpoint)");
    }

    /** The limit of failed attempts, for a handler of an open endpoint that checks a password. */
    SignIn signIn(Context context) {
        return new View(context).checks().signIn();
    }

    private void refuse(RefusedException refusal, Context context) {
        View view = new View(context);
        guard.refuse(view, view.checks().passed(guard), refusal.problem(), view);
    }
}
