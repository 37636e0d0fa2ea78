package dev.faregate.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of an application beside its {@link Endpoints}, as an adapter finds them at start. An endpoint that is declared and has
 * no route is a mistake, by which a requirement would be lost: {@link #check} fails on it. For use by one thread.
 */
public final class RouteInventory {

    private static final Logger LOGGER = LoggerFactory.getLogger(RouteInventory.class);

    private final String framework;
    private final Endpoints endpoints;
    private final Set<Endpoint> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> guarded = new TreeSet<>();
    private final Set<String> open = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> unguarded = new TreeSet<>();

    private RouteInventory(String framework, Endpoints endpoints) {
        this.framework = Objects.requireNonNull(framework, "framework");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    }

    /**
     * Begins an inventory.
     *
     * @param framework the name of the framework, for the log and for messages
     * @param endpoints the endpoints that are declared
     * @return an inventory without routes
     */
    public static RouteInventory of(String framework, Endpoints endpoints) {
        return new RouteInventory(framework, endpoints);
    }

    /** An inventory of an adapter that finds endpoints by path: they are all the routes that there are. */
    static RouteInventory byPath(Endpoints endpoints) {
        RouteInventory inventory = of("Endpoints found by path", endpoints);
        endpoints.all().forEach(endpoint -> inventory.add(endpoint, endpoint.toString()));
        return inventory;
    }

    /**
     * Adds a route that the guard is asked about.
     *
     * @param method the route's method; null if it takes any
     * @param template the route's whole template, as for {@link Endpoints#forRoute}
     * @return this inventory
     * @throws IllegalStateException if the route lacks the variable that names the resource of its endpoint
     */
    public RouteInventory route(@Nullable String method, String template) {
        if (method == null) {
            anyMethod(template);
        } else {
            add(method, template);
        }
        return this;
    }

    private void anyMethod(String template) {
        // A route of any method answers each method that is declared for it.
        for (String declared : endpoints.declaredMethods(template)) {
            add(declared, template);
        }
        if (endpoints.declaredFor(null, template) == null) {
            String rest = Endpoint.ofRoute(Endpoint.ANY_METHOD, template).toString();
            boolean declared = !endpoints.declaredMethods(template).isEmpty();
            (declared || endpoints.others() == OtherRoutes.REFUSED ? refused : guarded).add(rest);
        }
    }

    private void add(String method, String template) {
        Endpoint endpoint = method.equals(Endpoint.ANY_METHOD)
                ? Objects.requireNonNull(endpoints.declaredFor(null, template))
                : endpoints.forRoute(method, template);
        String route = Endpoint.ofRoute(method, template).toString();
        if (endpoint.access() instanceof Access.Undeclared) {
            refused.add(route);
        } else {
            add(endpoint, route);
        }
    }

    private void add(Endpoint endpoint, String route) {
        found.add(endpoint.declaration());
        if (endpoint.access() instanceof Access.Guarded access
                && access.resourceVariable() != null
                && !Route.hasVariable(route, access.resourceVariable())) {
            throw new IllegalStateException("route: " + route + " of " + framework + " (expected: the variable "
                    + access.resourceVariable() + ", which names the resource of " + endpoint + ")");
        }
        (endpoint.isOpen() ? open : guarded).add(route);
    }

    /**
     * Adds something that answers requests and that the guard is not asked about.
     *
     * @param what its name, for the log
     * @return this inventory
     */
    public RouteInventory unguarded(String what) {
        unguarded.add(Objects.requireNonNull(what, "what"));
        return this;
    }

    /**
     * Returns the declared endpoints that no route belongs to, but for {@linkplain Endpoint#optional optional} ones.
     *
     * @return the endpoints, in the order in which they were declared
     */
    public List<Endpoint> withoutRoute() {
        List<Endpoint> missing = new ArrayList<>();
        for (Endpoint endpoint : endpoints.all()) {
            if (!endpoint.isOptional() && !found.contains(endpoint)) {
                missing.add(endpoint);
            }
        }
        return missing;
    }

    /**
     * Writes the counts to the log, and each route at level DEBUG.
     *
     * @throws IllegalStateException if an endpoint has no route; the message names it, and the routes that there are
     */
    public void check() {
        List<Endpoint> missing = withoutRoute();
        if (!missing.isEmpty()) {
            Set<String> routes = new TreeSet<>(guarded);
            routes.addAll(open);
            routes.addAll(refused);
            throw new IllegalStateException(
                    "endpoints: " + missing + " without a route (expected: each one to be a route of " + framework
                            + ", or to be Endpoint.optional()); the routes are " + routes);
        }
        LOGGER.info(
                "{}: {} routes guarded, {} open, {} refused since they are not declared, {} unguarded",
                framework,
                guarded.size(),
                open.size(),
                refused.size(),
                unguarded.size());
        log("guarded", guarded);
        log("open", open);
        log("refused", refused);
        log("unguarded", unguarded);
    }

    private void log(String state, Set<String> routes) {
        routes.forEach(route -> LOGGER.debug("{}: {} {}", framework, state, route));
    }

    @Override
    public String toString() {
        return "RouteInventory[" + framework + ", guarded=" + guarded + ", open=" + open + ", refused=" + refused
                + ", unguarded=" + unguarded + "]";
    }
}
