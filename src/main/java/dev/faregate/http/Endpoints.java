package dev.faregate.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The endpoints of an API, for servers that have no router of their own. A literal segment is preferred to a variable, and
 * {@code HEAD} is answered by the endpoint for {@code GET}. Immutable.
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
            pathVariables = Map.copyOf(pathVariables);
        }
    }

    private static final int LONGEST_PATH = 8_192;

    private final Map<String, List<Endpoint>> byMethodAndLength;
    private final List<String> methods;

    private Endpoints(List<Endpoint> endpoints) {
        Map<String, List<Endpoint>> candidates = new HashMap<>();
        endpoints.stream()
                .sorted(Comparator.comparingLong(endpoint -> endpoint.template().variableCount()))
                .forEach(endpoint -> candidates
                        .computeIfAbsent(
                                key(endpoint.method(), endpoint.template().length()), absent -> new ArrayList<>())
                        .add(endpoint));
        this.byMethodAndLength = candidates;
        this.methods =
                endpoints.stream().map(Endpoint::method).distinct().sorted().toList();
    }

    /**
     * A table of endpoints.
     *
     * @param endpoints the endpoints
     * @return the table
     * @throws IllegalArgumentException if two of them match the same requests
     */
    public static Endpoints of(List<Endpoint> endpoints) {
        Set<String> shapes = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (!shapes.add(endpoint.method() + ' ' + endpoint.template().shape())) {
                throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: once)");
            }
        }
        return new Endpoints(List.copyOf(endpoints));
    }

    /**
     * Finds the endpoint that a request is for.
     *
     * @param method the request's method
     * @param rawPath the request's path as sent, without the query
     * @return the match, if there is one
     */
    public Optional<Match> match(String method, String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > LONGEST_PATH) {
            return Optional.empty();
        }
        List<String> segments = PathTemplate.segments(rawPath);
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Endpoint endpoint : byMethodAndLength.getOrDefault(key(asked, segments.size()), List.of())) {
            Map<String, String> variables = endpoint.template().match(segments);
            if (variables != null) {
                return Optional.of(new Match(endpoint, variables));
            }
        }
        return Optional.empty();
    }

    /**
     * The methods that a path can be requested with.
     *
     * @param rawPath the path as sent, without the query
     * @return the methods, {@code HEAD} beside {@code GET}; empty if no endpoint has this path
     */
    public List<String> methodsOf(String rawPath) {
        return methods.stream()
                .filter(method -> match(method, rawPath).isPresent())
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .distinct()
                .toList();
    }

    private static String key(String method, int length) {
        return method + ' ' + length;
    }
}
