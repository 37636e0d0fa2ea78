package dev.faregate.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an API. For servers that have no router of their own it finds a request's endpoint by method and path: a
 * literal segment is preferred to a variable, and {@code HEAD} is answered by the endpoint for {@code GET}. For frameworks that
 * have a router, it finds the endpoint of a route. Safe for use by many threads.
 */
public final class Endpoints {

    /**
     * The endpoint that a request is for.
     *
     * @param endpoint the endpoint
     * @param pathVariables what stands in its variables, decoded
     */
    public record Match(Endpoint endpoint, Map<String, String> pathVariables) {

        /**
         * Keeps its own copy.
         *
         * @param endpoint the endpoint
         * @param pathVariables what stands in its variables
         */
        public Match {
            pathVariables = pathVariables instanceof PathVariables ? pathVariables : Map.copyOf(pathVariables);
        }
    }

    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final String OTHER_METHOD = "OTHER";
    private static final String NO_ROUTE = "/**";
    private static final int MOST_ROUTES = 10_000;

    private final List<Endpoint> all;
    private final EndpointIndex index;
    private final Map<String, Endpoint> byShape = new HashMap<>();
    private final Map<String, Map<String, Endpoint>> byRoute = new ConcurrentHashMap<>();

    private Endpoints(List<Endpoint> all) {
        this.all = all;
        for (Endpoint endpoint : all) {
            if (byShape.put(endpoint.shape(), endpoint) != null) {
                throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: once)");
            }
        }
        this.index = new EndpointIndex(all);
    }

    /**
     * A table of endpoints.
     *
     * @param endpoints the endpoints
     * @return the table
     * @throws IllegalArgumentException if two of them match the same requests
     */
    public static Endpoints of(List<Endpoint> endpoints) {
        return new Endpoints(List.copyOf(endpoints));
    }

    /**
     * A table of endpoints.
     *
     * @param endpoints the endpoints; with none, {@link #ofRoute} knows each route by default rules alone
     * @return the table
     * @throws IllegalArgumentException if two of them match the same requests
     */
    public static Endpoints of(Endpoint... endpoints) {
        return of(List.of(endpoints));
    }

    /**
     * The endpoints that were declared.
     *
     * @return the endpoints, in the order in which they were declared
     */
    public List<Endpoint> all() {
        return all;
    }

    /**
     * Finds the endpoint that a request is for.
     *
     * @param method the request's method
     * @param rawPath the request's path as sent, without the query
     * @return the match, if there is one
     */
    public Optional<Match> match(String method, String rawPath) {
        return Optional.ofNullable(find(method, rawPath));
    }

    @Nullable
    Match find(String method, String rawPath) {
        return index.find(method, rawPath);
    }

    /**
     * The methods that a path can be requested with.
     *
     * @param rawPath the path as sent, without the query
     * @return the methods, {@code HEAD} beside {@code GET}; empty if no endpoint has this path
     */
    public List<String> methodsOf(String rawPath) {
        return index.methodsOf(rawPath);
    }

    /**
     * The endpoint of a route that a framework has matched: the one that was declared with this method and template, whatever the
     * names of its variables, or else one by the default rules, see {@link Endpoint#ofRoute}. {@code HEAD} is asked as
     * {@code GET}. Whatever no route is for is one endpoint a method, {@code GET /**}. Quick after the first time.
     *
     * @param method the request's method
     * @param template the route's template as the framework writes it: {@code /rows/{id}}, {@code /rows/{id: [0-9]+}},
     *     {@code /rows/:id}; for gRPC the full name of the method, which is {@code POST}. Not a path: each one is kept. Null if the framework has no route for the request
     * @return the endpoint
     */
    public Endpoint ofRoute(String method, @Nullable String template) {
        String asked = method.equals("HEAD") ? "GET" : method;
        String route = template == null ? NO_ROUTE : template;
        Map<String, Endpoint> routes = byRoute.get(asked);
        Endpoint known = routes == null ? null : routes.get(route);
        return known == null ? newRoute(asked, route) : known;
    }

    private Endpoint newRoute(String method, String template) {
        Endpoint route = Endpoint.ofRoute(isKnown(method) ? method : OTHER_METHOD, template);
        Endpoint endpoint = byShape.getOrDefault(route.shape(), route);
        if (isKnown(method)) {
            Map<String, Endpoint> routes = byRoute.computeIfAbsent(method, absent -> new ConcurrentHashMap<>());
            if (routes.size() < MOST_ROUTES) {
                routes.put(template, endpoint);
            }
        }
        return endpoint;
    }

    /** A handler may take any method: a client that makes methods up must not get a bucket for each. */
    private boolean isKnown(String method) {
        return KNOWN_METHODS.contains(method)
                || all.stream().anyMatch(endpoint -> endpoint.method().equals(method));
    }
}
