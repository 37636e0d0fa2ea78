package dev.faregate.http;

import dev.faregate.http.Problem.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an API. For servers that have no router of their own it finds a request's endpoint by method and path: a
 * literal segment is preferred to a variable, a path that two templates claim, each with a literal where the other has a variable, is no
 * endpoint's, and {@code HEAD} is answered by the endpoint for {@code GET}. For frameworks that
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

    private static final String NO_ROUTE = "/**";
    private static final int MOST_ROUTES = 10_000;
    private static final Problem UNKNOWN = Problem.of(Kind.ENDPOINT_UNKNOWN, "There is no such endpoint.");
    private static final Problem METHOD_NOT_ALLOWED =
            Problem.of(Kind.METHOD_NOT_ALLOWED, "This endpoint does not have this method.");
    private static final Endpoint NO_SUCH_ENDPOINT = Endpoint.undeclared(UNKNOWN, List.of());
    private static final Endpoint NOT_DECLARED =
            Endpoint.undeclared(Problem.of(Kind.ROUTE_UNDECLARED, "This route is not open to API clients."), List.of());

    private final List<Endpoint> all;
    private final OtherRoutes others;
    private final EndpointIndex index;
    private final Map<String, Endpoint> byShape = new HashMap<>();
    private final Map<String, SortedSet<String>> methodsByShape = new HashMap<>();
    private final Map<String, Map<String, Endpoint>> byRoute = new ConcurrentHashMap<>();

    private Endpoints(List<Endpoint> all, OtherRoutes others) {
        this.all = all;
        this.others = others;
        for (Endpoint endpoint : all) {
            if (byShape.put(endpoint.shape(), endpoint) != null) {
                throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: once)");
            }
            methodsByShape
                    .computeIfAbsent(endpoint.pathShape(), absent -> new TreeSet<>())
                    .add(endpoint.method());
        }
        this.index = new EndpointIndex(all);
    }

    /**
     * Creates a table of endpoints. As soon as one of them declares a requirement (a permission, scopes, kinds of credential or a
     * resource), routes that are not declared are refused, see {@link #others}. Until then they are guarded by the default rules.
     *
     * @param endpoints the endpoints
     * @return the table
     * @throws IllegalArgumentException if two of them match the same requests
     */
    public static Endpoints of(List<Endpoint> endpoints) {
        List<Endpoint> all = List.copyOf(endpoints);
        return new Endpoints(
                all,
                all.stream().anyMatch(Endpoint::declaresRequirement) ? OtherRoutes.REFUSED : OtherRoutes.DEFAULT_RULES);
    }

    /**
     * Creates a table of endpoints, as the other method does.
     *
     * @param endpoints the endpoints; with none, {@link #forRoute} finds each route by default rules alone
     * @return the table
     * @throws IllegalArgumentException if two of them match the same requests
     */
    public static Endpoints of(Endpoint... endpoints) {
        return of(List.of(endpoints));
    }

    /**
     * Returns the same table with a rule for routes that it does not declare. The rule is for frameworks that find routes themselves.
     * A path that is not declared is always 404 where the guard finds endpoints by path. A method that is not declared, at a path
     * that is, is always 405.
     *
     * @param rule the rule; by default {@link OtherRoutes#REFUSED} if any endpoint declares a requirement, else
     *     {@link OtherRoutes#DEFAULT_RULES}
     * @return the changed table
     */
    public Endpoints others(OtherRoutes rule) {
        return new Endpoints(all, Objects.requireNonNull(rule, "rule"));
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

    /** What a request for none of the endpoints is answered. */
    Access.Undeclared undeclaredPath(String rawPath) {
        List<String> methods = methodsOf(rawPath);
        return new Access.Undeclared(methods.isEmpty() ? UNKNOWN : METHOD_NOT_ALLOWED, methods);
    }

    /**
     * Finds the endpoint of a route that a framework has matched: the one that was declared with this method and template, whatever
     * the names of its variables are, or the one for {@linkplain Endpoint#anyMethod any method} of this template.
     * {@code HEAD} is {@code GET}. Quick after the first time.
     *
     * <p>For a method that is not declared, at a template that is, the returned endpoint answers 405. For a template that is not
     * declared, it answers 403, and 404 if there is no route, or follows the default rules of {@link Endpoint#ofRoute}, see
     * {@link #others}. Then whatever has no route is one endpoint a method, {@code GET /**}.
     *
     * @param method the request's method
     * @param template the route's whole template as the framework writes it: {@code /rows/{id}}, {@code /rows/{id: [0-9]+}},
     *     {@code /rows/:id}; for gRPC the full name of the method, which is {@code POST}. Not a path: each one is kept. Null if the
     *     framework has no route for the request
     * @return the endpoint
     */
    public Endpoint forRoute(String method, @Nullable String template) {
        String asked = method.equals("HEAD") ? "GET" : method;
        String route = template == null ? NO_ROUTE : template;
        Map<String, Endpoint> routes = byRoute.get(asked);
        Endpoint known = routes == null ? null : routes.get(route);
        if (known == null) {
            return newRoute(asked, route, template == null);
        }
        return template == null && known == NOT_DECLARED ? NO_SUCH_ENDPOINT : known;
    }

    private Endpoint newRoute(String method, String template, boolean noRoute) {
        boolean known = isKnown(method);
        Endpoint endpoint = endpoint(known ? method : Endpoint.OTHER_METHOD, template);
        if (known) {
            Map<String, Endpoint> routes = byRoute.computeIfAbsent(method, absent -> new ConcurrentHashMap<>());
            if (routes.size() < MOST_ROUTES) {
                routes.put(template, endpoint);
            }
        }
        return noRoute && endpoint == NOT_DECLARED ? NO_SUCH_ENDPOINT : endpoint;
    }

    private Endpoint endpoint(String method, String template) {
        Endpoint route = Endpoint.ofRoute(method, template);
        Endpoint declared = declared(route.shape(), route.pathShape());
        if (declared != null) {
            return declared.forMethod(method);
        }
        SortedSet<String> methods = methodsByShape.get(route.pathShape());
        if (methods != null) {
            return Endpoint.undeclared(METHOD_NOT_ALLOWED, EndpointIndex.withHead(methods.stream()));
        }
        return others == OtherRoutes.DEFAULT_RULES ? route : NOT_DECLARED;
    }

    private @Nullable Endpoint declared(String shape, String pathShape) {
        Endpoint exact = byShape.get(shape);
        return exact != null ? exact : byShape.get(Endpoint.ANY_METHOD + ' ' + pathShape);
    }

    /** The endpoint that is declared for a route; with a method of null for any that the route takes. */
    @Nullable
    Endpoint declaredFor(@Nullable String method, String template) {
        Endpoint route = Endpoint.ofRoute(method == null ? Endpoint.ANY_METHOD : method, template);
        return declared(route.shape(), route.pathShape());
    }

    /** The methods that are declared for a route's template. */
    Set<String> declaredMethods(String template) {
        SortedSet<String> methods =
                methodsByShape.get(Endpoint.ofRoute("GET", template).pathShape());
        return methods == null ? Set.of() : methods;
    }

    OtherRoutes others() {
        return others;
    }

    /** A handler may take any method: a client that makes methods up must not get a bucket for each. */
    private boolean isKnown(String method) {
        return Endpoint.KNOWN_METHODS.contains(method)
                || all.stream().anyMatch(endpoint -> endpoint.method().equals(method));
    }
}
