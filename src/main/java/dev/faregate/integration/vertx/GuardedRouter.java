package dev.faregate.integration.vertx;

import dev.faregate.http.RouteInventory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router whose routes each begin with the guard. The routes are Vert.x's own, and it is Vert.x that finds them: nothing here matches a
 * path. The guard is the last route, too, for what no route is for.
 */
final class GuardedRouter implements Router {

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedRouter.class);
    private static final String PREFIXES = GuardedRouter.class.getName();

    private final RouteCheck check;
    private final Router router;

    /** By Vert.x's route; null for the guard's own. */
    private final Map<Route, @Nullable GuardedRoute> routes = Collections.synchronizedMap(new IdentityHashMap<>());

    private final List<Handler<Router>> modifiedHandlers = new CopyOnWriteArrayList<>();
    private volatile boolean complete;
    private boolean warned;

    private GuardedRouter(RouteCheck check, Router router) {
        this.check = check;
        this.router = router;
    }

    static GuardedRouter of(RouteCheck check, Router router) {
        if (!router.getRoutes().isEmpty()) {
            throw new IllegalArgumentException("router: with the routes " + router.getRoutes()
                    + " (expected: none yet, so that none is unguarded)");
        }
        GuardedRouter guarded = new GuardedRouter(check, router);
        router.modifiedHandler(modified -> guarded.modified());
        guarded.addOwn();
        return guarded;
    }

    private void addOwn() {
        own(router.route()).failureHandler(check::refuse);
        own(router.route()).last().handler(this::unmatched);
    }

    private Route own(Route route) {
        routes.put(route, null);
        return route;
    }

    RouteCheck check() {
        return check;
    }

    /** Another guard may be before this one. */
    boolean isGuardedBy(RouteCheck other) {
        return check.equals(other) || (router instanceof GuardedRouter inner && inner.isGuardedBy(other));
    }

    /** What comes before a route's own path, for this request. */
    String prefix(RoutingContext context) {
        Map<GuardedRouter, String> prefixes = context.get(PREFIXES);
        return prefixes == null ? RouteTemplates.ROOT : prefixes.getOrDefault(this, RouteTemplates.ROOT);
    }

    private void unmatched(RoutingContext context) {
        Map<GuardedRouter, String> prefixes = context.get(PREFIXES);
        if (prefixes != null && prefixes.containsKey(this)) {
            // Mounted: the router above may have a route yet.
            context.next();
        } else {
            check.unmatched(context);
        }
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (complete || completes()) {
            router.handle(request);
        } else {
            request.response().setStatusCode(500).end();
        }
    }

    private synchronized boolean completes() {
        try {
            checkRoutes();
            return true;
        } catch (IllegalStateException missing) {
            if (!warned) {
                warned = true;
                LOGGER.error("Every request is answered 500 until each declared endpoint has a route", missing);
            }
            return false;
        }
    }

    synchronized void checkRoutes() {
        if (router instanceof GuardedRouter inner) {
            inner.checkRoutes();
        }
        RouteInventory inventory = RouteInventory.of("Vert.x Web", check.endpoints());
        addTo(inventory, RouteTemplates.ROOT);
        inventory.check();
        complete = true;
    }

    void addTo(RouteInventory inventory, String prefix) {
        for (Route route : getRoutes()) {
            ((GuardedRoute) route).addTo(inventory, prefix);
        }
    }

    /** On a route of the router above, which is this request's current one. */
    @Override
    public void handleContext(RoutingContext context) {
        Map<GuardedRouter, String> prefixes = context.get(PREFIXES);
        if (prefixes == null) {
            prefixes = new HashMap<>();
            context.put(PREFIXES, prefixes);
        }
        prefixes.put(this, mountedAt(context));
        router.handleContext(context);
    }

    private static String mountedAt(RoutingContext context) {
        Route mount = Objects.requireNonNull(context.currentRoute(), "no route");
        GuardedRoute guarded = GuardedRoute.of(mount, context);
        if (guarded != null) {
            return guarded.prefix(context);
        }
        if (context.mountPoint() != null) {
            throw new IllegalStateException("sub-router: mounted in an unguarded router at \"" + mount.getPath()
                    + "\" that is mounted itself (expected: a guard before that router, too)");
        }
        return RouteTemplates.prefix(mount);
    }

    @Override
    public void handleFailure(RoutingContext context) {
        router.handleFailure(context);
    }

    /** A route that was added to Vert.x's router itself has no guard. */
    private void modified() {
        for (Route route : router.getRoutes()) {
            if (!routes.containsKey(route)) {
                route.disable();
                throw new IllegalStateException("route: " + RouteTemplates.of(route)
                        + " added to the router that a guard is before (expected: to the guarded one), and disabled");
            }
        }
        modifiedHandlers.forEach(handler -> handler.handle(this));
    }

    void removed(Route route) {
        routes.remove(route);
    }

    private Route guarded(Route route) {
        GuardedRoute guarded = new GuardedRoute(this, route);
        routes.put(route, guarded);
        return guarded;
    }

    @Override
    public Router modifiedHandler(Handler<Router> handler) {
        modifiedHandlers.add(handler);
        return this;
    }

    @Override
    public List<Route> getRoutes() {
        return router.getRoutes().stream()
                .<Route>map(routes::get)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Router clear() {
        router.clear();
        routes.clear();
        addOwn();
        return this;
    }

    @Override
    public Router errorHandler(int statusCode, Handler<RoutingContext> errorHandler) {
        router.errorHandler(statusCode, errorHandler);
        return this;
    }

    @Override
    public Router allowForward(AllowForwardHeaders allowForwardHeaders) {
        router.allowForward(allowForwardHeaders);
        return this;
    }

    @Override
    public Router putMetadata(String key, Object value) {
        router.putMetadata(key, value);
        return this;
    }

    @Override
    public Map<String, Object> metadata() {
        return router.metadata();
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Route mountSubRouter(String mountPoint, Router subRouter) {
        return route(mountPoint + '*').subRouter(subRouter);
    }

    @Override
    public Route route() {
        return guarded(router.route());
    }

    @Override
    public Route route(HttpMethod method, String path) {
        return guarded(router.route(method, path));
    }

    @Override
    public Route route(String path) {
        return guarded(router.route(path));
    }

    @Override
    public Route routeWithRegex(HttpMethod method, String regex) {
        return guarded(router.routeWithRegex(method, regex));
    }

    @Override
    public Route routeWithRegex(String regex) {
        return guarded(router.routeWithRegex(regex));
    }

    @Override
    public Route get() {
        return guarded(router.get());
    }

    @Override
    public Route get(String path) {
        return guarded(router.get(path));
    }

    @Override
    public Route getWithRegex(String regex) {
        return guarded(router.getWithRegex(regex));
    }

    @Override
    public Route head() {
        return guarded(router.head());
    }

    @Override
    public Route head(String path) {
        return guarded(router.head(path));
    }

    @Override
    public Route headWithRegex(String regex) {
        return guarded(router.headWithRegex(regex));
    }

    @Override
    public Route options() {
        return guarded(router.options());
    }

    @Override
    public Route options(String path) {
        return guarded(router.options(path));
    }

    @Override
    public Route optionsWithRegex(String regex) {
        return guarded(router.optionsWithRegex(regex));
    }

    @Override
    public Route put() {
        return guarded(router.put());
    }

    @Override
    public Route put(String path) {
        return guarded(router.put(path));
    }

    @Override
    public Route putWithRegex(String regex) {
        return guarded(router.putWithRegex(regex));
    }

    @Override
    public Route post() {
        return guarded(router.post());
    }

    @Override
    public Route post(String path) {
        return guarded(router.post(path));
    }

    @Override
    public Route postWithRegex(String regex) {
        return guarded(router.postWithRegex(regex));
    }

    @Override
    public Route delete() {
        return guarded(router.delete());
    }

    @Override
    public Route delete(String path) {
        return guarded(router.delete(path));
    }

    @Override
    public Route deleteWithRegex(String regex) {
        return guarded(router.deleteWithRegex(regex));
    }

    @Override
    public Route trace() {
        return guarded(router.trace());
    }

    @Override
    public Route trace(String path) {
        return guarded(router.trace(path));
    }

    @Override
    public Route traceWithRegex(String regex) {
        return guarded(router.traceWithRegex(regex));
    }

    @Override
    public Route connect() {
        return guarded(router.connect());
    }

    @Override
    public Route connect(String path) {
        return guarded(router.connect(path));
    }

    @Override
    public Route connectWithRegex(String regex) {
        return guarded(router.connectWithRegex(regex));
    }

    @Override
    public Route patch() {
        return guarded(router.patch());
    }

    @Override
    public Route patch(String path) {
        return guarded(router.patch(path));
    }

    @Override
    public Route patchWithRegex(String regex) {
        return guarded(router.patchWithRegex(regex));
    }

    @Override
    public String toString() {
        return "GuardedRouter[" + router + "]";
    }
}
