package dev.faregate.integration.vertx;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a Vert.x router. One call guards each route that is added afterwards:
 *
 * <pre>{@code
 * RouteGuard guard = RouteGuard.of(requestGuard, endpoints);
 * Router router = guard.before(Router.router(vertx));
 * router.get("/rows/:id").handler(context -> context.end("row"));
 * guard.check(router);
 * }</pre>
 *
 * <p>An endpoint is the request's method and the template of the route that Vert.x has found: {@code GET /rows/:id}. The template is the
 * whole one, with the paths on which sub-routers are mounted. A route for all paths is {@code /*}. A route with a regular expression has
 * no template: all such routes of a router are {@code /**}, below the paths on which the router is mounted.
 *
 * <p>The guard never blocks an event loop: it asks stores that block on threads of its own, and the request's body waits meanwhile. A
 * request that goes away gives its permit back. Each endpoint on a request's way is checked, and none twice.
 *
 * <p>The resource of {@link dev.faregate.http.Endpoint#forResourceIn} is the path parameter of the route. Read it by
 * {@link RoutingContext#pathParam}: {@code request.getParam} prefers a parameter of the query that has the same name.
 *
 * <p>The client's address is that of the connection, whatever {@link Router#allowForward} says.
 *
 * <p>CORS preflights go no further: a route may take any method. A guard that knows no origins, see
 * {@link dev.faregate.http.RequestGuardBuilder#cors}, has them answered 204; a {@link io.vertx.ext.web.handler.CorsHandler} belongs on a
 * route before all others. Immutable and thread-safe.
 */
public final class RouteGuard implements SecurityPolicyHandler {

    /** Behind the CORS filter of Quarkus, and before its authentication. */
    private static final int QUARKUS_ORDER = -250;

    private final RouteCheck check;
    private final boolean byPath;
    private final @Nullable String mount;

    private RouteGuard(RouteCheck check, boolean byPath, @Nullable String mount) {
        this.check = check;
        this.byPath = byPath;
        this.mount = mount;
    }

    /**
     * Creates a guard of routes.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     * @return the guard; as a handler, it guards the one route that it is on
     */
    public static RouteGuard of(RequestGuard guard, Endpoints endpoints) {
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(endpoints, "endpoints");
        return new RouteGuard(new RouteCheck(guard, endpoints, true), false, null);
    }

    /**
     * Guards a whole router. Each route that is added to the returned router begins with the guard, before all handlers of that route. So
     * no route can be forgotten, and a request that no route is for is refused, too. The {@link #refusals} are installed.
     *
     * <p>Some handlers answer no request by themselves, and a route that has only such ones is not guarded: those that Vert.x puts before
     * an application's own (of sessions, CORS, bodies, timeouts, logs, authentication), and those that are {@linkplain #passing marked}.
     * A {@link io.vertx.ext.web.handler.BodyHandler} on such a route reads the bodies of unknown senders: put it on the routes that need a
     * body instead.
     *
     * <p>A sub-router that this guard is before, too, is guarded by the whole templates of its own routes. Any other sub-router is one
     * endpoint, that of the route on which it is mounted: {@code /eventbus/*}.
     *
     * <p>A route that is added to the given router itself, rather than to the returned one, is disabled, and adding it throws an
     * {@code IllegalStateException}.
     *
     * @param router a router without routes
     * @return the guarded router, in place of the given one
     * @throws IllegalArgumentException if the router has routes
     */
    public Router before(Router router) {
        return GuardedRouter.of(check, router);
    }

    /**
     * Checks that each declared endpoint has a route, and writes the number of routes to the log, each one at level DEBUG. Call it when
     * all routes and sub-routers are added. A guarded router that was not checked checks itself at its first request, and answers 500 if
     * an endpoint has no route.
     *
     * @param router a router that {@link #before} has returned, and that is not mounted
     * @throws IllegalStateException if an endpoint has no route, and is not {@link dev.faregate.http.Endpoint#optional}
     * @throws IllegalArgumentException if no guard is before the router
     */
    public void check(Router router) {
        if (!(router instanceof GuardedRouter guarded)) {
            throw new IllegalArgumentException(
                    "router: " + router + " (expected: one that RouteGuard.before has returned)");
        }
        guarded.checkRoutes();
    }

    /**
     * Marks a handler that answers no request, but passes each one on to the next route. A route of a {@linkplain #before guarded router}
     * that has only such handlers is not guarded.
     *
     * @param handler calls {@code context.next()}, or {@code context.fail}
     * @return the same handler, marked
     */
    public static Handler<RoutingContext> passing(Handler<RoutingContext> handler) {
        return new GuardedRoute.Passing(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Returns the same guard as a handler for the routes of one sub-router. Vert.x only says at which path a sub-router was entered, and
     * not the route: without this method, a handler in a sub-router fails, and the request is answered 500. A sub-router that the guard
     * is {@link #before} needs it not.
     *
     * @param path the whole path at which the sub-router is mounted, as it is written there: {@code /t/:tenant/*}
     * @return the handler
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public RouteGuard mountedAt(String path) {
        return new RouteGuard(check, byPath, RouteTemplates.told(path));
    }

    /**
     * Returns the same guard as a handler that finds endpoints by path rather than by route: for one route before all others, where what
     * answers is no route of this router. A request for none of the endpoints is answered 404. What is guarded and open is written to
     * the log, see {@link RequestGuard#logEndpoints}.
     *
     * <p>That route must be for all paths, {@code router.route()}, and what is open must be {@linkplain dev.faregate.http.Endpoint#open() said}:
     * {@code /api;x=1/rows} is no path below {@code /api/} to a router, and yet it is {@code /api/rows} to a resource or a servlet behind it.
     *
     * @return the handler
     */
    public RouteGuard byPath() {
        check.guard().logEndpoints(check.endpoints());
        return new RouteGuard(check, true, mount);
    }

    /**
     * Guards all that Quarkus serves by path: REST resources, servlets, web sockets and routes. A request for none of the endpoints is
     * answered 404, also below {@code /q}. What is guarded and open is written to the log, see {@link RequestGuard#logEndpoints}.
     *
     * <p>The guard comes behind the CORS filter of Quarkus and before its authentication. It leaves the request's body to Quarkus, which
     * holds each one back until a resource reads it. Whatever {@code quarkus.http.proxy} makes Quarkus believe of a proxy, the guard takes the
     * client's address from the connection and from {@link dev.faregate.http.TrustedProxies} alone. A request whose path was changed by a
     * header, as {@code quarkus.http.proxy.enable-forwarded-prefix} does, is answered 400: servlets are found by the changed path.
     *
     * @param router the router that Quarkus hands to an observer
     */
    public void beforeQuarkus(Router router) {
        check.guard().logEndpoints(check.endpoints());
        RouteCheck still = new RouteCheck(check.guard(), check.endpoints(), false);
        router.route().order(QUARKUS_ORDER).handler(still::byPath).failureHandler(still::refuse);
    }

    /**
     * Returns who sent an admitted request.
     *
     * @param context the request's context, behind a guard
     * @return the caller
     * @throws IllegalStateException if no guard has admitted the request, or the endpoint is open
     */
    public static Caller caller(RoutingContext context) {
        RequestChecks checks = context.get(RequestChecks.ATTRIBUTE);
        if (checks != null && checks.passed() instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        Route route = context.currentRoute();
        throw new IllegalStateException("caller: none (expected: a guarded route, and no open endpoint) for "
                + (route == null ? "a request without a route" : RouteTemplates.of(route)));
    }

    /**
     * Returns the limit of failed attempts for a handler that checks a password. Its store may block: call it where the password is
     * checked, and not on an event loop.
     *
     * @param context the request's context, behind a guard
     * @return the limit for this request
     * @throws IllegalStateException if no guard has let the request through, or the endpoint is not open
     */
    public static SignIn signIn(RoutingContext context) {
        RequestChecks checks = context.get(RequestChecks.ATTRIBUTE);
        if (checks == null) {
            throw new IllegalStateException("sign-in: none (expected: a guarded route, and an open endpoint)");
        }
        return checks.signIn();
    }

    /**
     * Answers what a handler throws as a {@link RefusedException}, in the error format of this guard. A router that the guard is
     * {@link #before} has it. Elsewhere put it on a route for all paths:
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

    /** Guards the route that this handler is on. Put it before the handler of the body. */
    @Override
    public void handle(RoutingContext context) {
        if (byPath) {
            check.byPath(context);
        } else {
            check.byRoute(context, template(context));
        }
    }

    private String template(RoutingContext context) {
        Route route = Objects.requireNonNull(context.currentRoute(), "no route");
        GuardedRoute guarded = GuardedRoute.of(route, context);
        if (guarded != null) {
            return guarded.template(context);
        }
        String sent = context.mountPoint();
        if (!RouteTemplates.isAt(mount == null ? RouteTemplates.ROOT : mount, sent)) {
            throw new IllegalStateException("guard in a sub-router: on the route " + RouteTemplates.of(route)
                    + " (expected: RouteGuard.before(subRouter), or RouteGuard.mountedAt the path of this mount"
                    + (mount == null ? ")" : ", which is not " + mount + ')'));
        }
        return RouteTemplates.joined(mount == null ? RouteTemplates.ROOT : mount, RouteTemplates.of(route));
    }
}
