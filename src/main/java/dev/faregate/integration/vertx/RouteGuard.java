package dev.faregate.integration.vertx;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.Caller;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Objects;

/**
 * Lets only guarded requests through to the next handler of a route. An endpoint is the request's method and the path of the
 * route that this stands on, so put it on each route, before the handler of the body, and on a last one for what no route is for:
 *
 * <pre>{@code
 * router.get("/rows/:id").handler(guard).handler(context -> context.end("row"));
 * router.route().last().handler(guard);
 * }</pre>
 *
 * <p>A route without a path, or with a regular expression for one, is one endpoint a method, {@code GET /**}. Each request is checked
 * once, however many routes it passes.
 *
 * <p>CORS preflights go no further: a route may take any method. A guard that knows no origins, see
 * {@link dev.faregate.http.RequestGuardBuilder#cors}, has them answered 204; a {@link io.vertx.ext.web.handler.CorsHandler} belongs before
 * this handler. Immutable; safe for use by many threads.
 */
public final class RouteGuard implements SecurityPolicyHandler {

    private final RouteCheck check;

    private RouteGuard(RouteCheck check) {
        this.check = check;
    }

    private static RouteGuard byRoute(RequestGuard guard, Endpoints endpoints, boolean blocking) {
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(endpoints, "endpoints");
        return new RouteGuard(new RouteCheck(guard, endpoints, false, blocking, blocking));
    }

    /**
     * A handler that decides on the event loop: for a guard whose stores are in memory, which never waits.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     * @return the handler
     */
    public static RouteGuard of(RequestGuard guard, Endpoints endpoints) {
        return byRoute(guard, endpoints, false);
    }

    /**
     * A handler that decides on a worker thread: for a guard that asks a store across a network, or a database. The request waits, the
     * event loop does not.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     * @return the handler
     */
    public static RouteGuard blocking(RequestGuard guard, Endpoints endpoints) {
        return byRoute(guard, endpoints, true);
    }

    /**
     * The same, finding endpoints by path rather than by route: for one route before all others, where what answers is no route of Vert.x, as in
     * Quarkus. A request for none of the endpoints is answered 404.
     *
     * <p>That route must be for all paths, {@code router.route()}, and what is open must be {@linkplain dev.faregate.http.Endpoint#open() said}:
     * {@code /api;x=1/rows} is no path below {@code /api/} to a router, and yet it is {@code /api/rows} to a resource or a servlet behind it.
     *
     * @return the handler
     */
    public RouteGuard byPath() {
        return new RouteGuard(
                new RouteCheck(check.guard(), check.endpoints(), true, check.blocking(), check.pausing()));
    }

    /**
     * The same, leaving the request's body alone while a worker decides: for a server that holds each body back until something reads it, as
     * Quarkus does. There, resuming the request would lose the body before a resource on another thread reads it; anywhere else, not
     * pausing the request would lose it.
     *
     * @return the handler
     */
    public RouteGuard withoutPausing() {
        return new RouteGuard(
                new RouteCheck(check.guard(), check.endpoints(), check.byPath(), check.blocking(), false));
    }

    /**
     * Who sent an admitted request.
     *
     * @param context the request's context, behind this handler
     * @return the caller
     * @throws IllegalStateException if no guard has admitted the request, or the endpoint is open
     */
    public static Caller caller(RoutingContext context) {
        Caller caller = context.get(Caller.class.getName());
        if (caller == null) {
            throw new IllegalStateException("caller: none (expected: a guarded route, and no open endpoint) for "
                    + Endpoints.of().forRoute(context.request().method().name(), new ContextView(context).template()));
        }
        return caller;
    }

    /**
     * Spells what a handler throws as a {@link RefusedException}, in the error format of this guard. Put it on a route for all paths:
     *
     * <pre>{@code
     * router.route().failureHandler(guard.refusals());
     * }</pre>
     *
     * @return a handler of failures, which passes every other one on
     */
    public Handler<RoutingContext> refusals() {
        return check::refuse;
    }

    @Override
    public void handle(RoutingContext context) {
        check.handle(context);
    }
}
