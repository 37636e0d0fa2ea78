package dev.faregate.integration.vertx;

import dev.faregate.http.RouteInventory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import io.vertx.ext.web.handler.AuthorizationHandler;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.InputTrustHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route of a {@link GuardedRouter}, whose first handler is the guard. So the guard is asked about the route that Vert.x has found, by
 * Vert.x itself, whatever the order, the host or the type of content that the route is for.
 */
final class GuardedRoute implements Route {

    private static final String LATEST = GuardedRoute.class.getName();

    /** A handler of the application that passes each request on. */
    record Passing(Handler<RoutingContext> handler) implements Handler<RoutingContext> {
        @Override
        public void handle(RoutingContext context) {
            handler.handle(context);
        }
    }

    /** Vert.x lets a handler of any kind follow one of this kind. */
    private record First(GuardedRoute route) implements PlatformHandler {
        @Override
        public void handle(RoutingContext context) {
            route.enter(context);
        }
    }

    private final GuardedRouter router;
    private final Route route;
    private volatile boolean answers;
    private volatile boolean passes;
    private boolean begun;
    private volatile @Nullable Router subRouter;

    GuardedRoute(GuardedRouter router, Route route) {
        this.router = router;
        this.route = route;
    }

    /** The route of a guarded router that a request has come to last, if it is this one of Vert.x. */
    static @Nullable GuardedRoute of(Route current, RoutingContext context) {
        GuardedRoute latest = context.get(LATEST);
        Route innermost = latest;
        while (innermost instanceof GuardedRoute guarded) {
            innermost = guarded.route;
        }
        return innermost == current ? latest : null;
    }

    private void enter(RoutingContext context) {
        context.put(LATEST, this);
        if (answers) {
            router.check().byRoute(context, template(context));
        } else {
            context.next();
        }
    }

    /** As the request has come here: a sub-router may be mounted more than once. */
    String template(RoutingContext context) {
        return RouteTemplates.joined(router.prefix(context), RouteTemplates.of(route));
    }

    String prefix(RoutingContext context) {
        return RouteTemplates.joined(router.prefix(context), RouteTemplates.prefix(route));
    }

    void addTo(RouteInventory inventory, String prefix) {
        String template = RouteTemplates.joined(prefix, RouteTemplates.of(route));
        if (answers) {
            Set<HttpMethod> methods = route.methods();
            if (methods == null || methods.isEmpty()) {
                inventory.route(null, template);
            } else {
                methods.forEach(method -> inventory.route(method.name(), template));
            }
        } else if (passes) {
            inventory.unguarded(template + " (passes requests on)");
        }
        if (subRouter instanceof GuardedRouter guarded) {
            guarded.addTo(inventory, RouteTemplates.joined(prefix, RouteTemplates.prefix(route)));
        }
    }

    /** Whether a handler leaves answering to others, and only prepares a request or refuses it. */
    private static boolean isFilter(Handler<RoutingContext> handler) {
        return handler instanceof Passing
                || handler instanceof PlatformHandler
                || handler instanceof SecurityPolicyHandler
                || handler instanceof BodyHandler
                || handler instanceof AuthenticationHandler
                || handler instanceof InputTrustHandler
                || handler instanceof AuthorizationHandler;
    }

    private synchronized void begin(Handler<RoutingContext> handler) {
        passes |= handler instanceof Passing || handler instanceof BodyHandler;
        answers |= !isFilter(handler);
        begin();
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            route.handler(new First(this));
        }
    }

    @Override
    public Route handler(Handler<RoutingContext> handler) {
        begin(handler);
        route.handler(handler);
        return this;
    }

    @Override
    public Route blockingHandler(Handler<RoutingContext> handler) {
        begin(handler);
        route.blockingHandler(handler);
        return this;
    }

    @Override
    public Route blockingHandler(Handler<RoutingContext> handler, boolean ordered) {
        begin(handler);
        route.blockingHandler(handler, ordered);
        return this;
    }

    @Override
    public Route subRouter(Router mounted) {
        // What is below an unguarded router is one endpoint, of this route.
        answers |= !(mounted instanceof GuardedRouter guarded && guarded.isGuardedBy(router.check()));
        begin();
        route.subRouter(mounted);
        subRouter = mounted;
        return this;
    }

    /** New in Vert.x 5. */
    public @Nullable Router getSubRouter() {
        return subRouter;
    }

    @Override
    public Route failureHandler(Handler<RoutingContext> failureHandler) {
        route.failureHandler(failureHandler);
        return this;
    }

    @Override
    public Route order(int order) {
        // The very last place is the guard's, which refuses what no route is for.
        route.order(Math.min(order, Integer.MAX_VALUE - 1));
        return this;
    }

    @Override
    public Route last() {
        return order(Integer.MAX_VALUE);
    }

    @Override
    public Route remove() {
        route.remove();
        router.removed(route);
        return this;
    }

    @Override
    public Route putMetadata(String key, Object value) {
        route.putMetadata(key, value);
        return this;
    }

    @Override
    public Route method(HttpMethod method) {
        route.method(method);
        return this;
    }

    @Override
    public Route path(String path) {
        route.path(path);
        return this;
    }

    @Override
    public Route pathRegex(String path) {
        route.pathRegex(path);
        return this;
    }

    @Override
    public Route produces(String contentType) {
        route.produces(contentType);
        return this;
    }

    @Override
    public Route consumes(String contentType) {
        route.consumes(contentType);
        return this;
    }

    @Override
    public Route virtualHost(String hostnamePattern) {
        route.virtualHost(hostnamePattern);
        return this;
    }

    @Override
    public Route disable() {
        route.disable();
        return this;
    }

    @Override
    public Route enable() {
        route.enable();
        return this;
    }

    @Override
    public Route useNormalizedPath(boolean useNormalizedPath) {
        route.useNormalizedPath(useNormalizedPath);
        return this;
    }

    @Override
    public Route setRegexGroupsNames(List<String> groups) {
        route.setRegexGroupsNames(groups);
        return this;
    }

    @Override
    public Route setName(String name) {
        route.setName(name);
        return this;
    }

    @Override
    public Map<String, Object> metadata() {
        return route.metadata();
    }

    @Override
    public @Nullable String getPath() {
        return route.getPath();
    }

    @Override
    public boolean isRegexPath() {
        return route.isRegexPath();
    }

    @Override
    public boolean isExactPath() {
        return route.isExactPath();
    }

    @Override
    public @Nullable Set<HttpMethod> methods() {
        return route.methods();
    }

    @Override
    public @Nullable String getName() {
        return route.getName();
    }

    @Override
    public String toString() {
        return "GuardedRoute[" + route + "]";
    }
}
