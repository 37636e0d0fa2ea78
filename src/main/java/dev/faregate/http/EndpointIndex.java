package dev.faregate.http;

import dev.faregate.http.Endpoints.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds endpoints by raw path: candidates are those of the same method and number of segments, the most literal first. */
final class EndpointIndex {

    private static final int LONGEST_PATH = 8_192;

    /**
     * An endpoint that a path may be for.
     *
     * @param endpoint the endpoint
     * @param template its template
     * @param literal the match that a template without variables always has
     * @param rivals templates with a literal in place of one of its variables: a path of theirs as well is one that a router may
     *     give to either
     */
    private record Candidate(Endpoint endpoint, PathTemplate template, Match literal, List<PathTemplate> rivals) {
        @Nullable
        Match match(String rawPath) {
            Map<String, String> variables = template.match(rawPath);
            if (variables == null) {
                return null;
            }
            return variables.isEmpty() ? literal : new Match(endpoint, variables);
        }
    }

    /** Beside the endpoints of one method those for any. For any method that is not named, the latter alone. */
    private final Map<String, List<List<Candidate>>> byMethodAndLength = new HashMap<>();

    private final List<List<Candidate>> ofAnyMethod;
    private final List<Endpoint> endpoints;

    EndpointIndex(List<Endpoint> endpoints) {
        List<Candidate> candidates = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            PathTemplate template = endpoint.template();
            if (template != null) {
                candidates.add(new Candidate(endpoint, template, new Match(endpoint, Map.of()), List.of()));
            }
        }
        // Of two that match, the more literal one; of two as literal, the one that names its method.
        candidates.sort(Comparator.<Candidate>comparingInt(
                        candidate -> candidate.template().variableCount())
                .thenComparing(candidate -> candidate.endpoint().method().equals(Endpoint.ANY_METHOD)));
        Stream.concat(Endpoint.KNOWN_METHODS.stream(), endpoints.stream().map(Endpoint::method))
                .filter(method -> !method.equals(Endpoint.ANY_METHOD))
                .distinct()
                .forEach(method -> byMethodAndLength.put(method, byLength(candidates, method, method)));
        this.ofAnyMethod = byLength(candidates, Endpoint.ANY_METHOD, Endpoint.OTHER_METHOD);
        this.endpoints = endpoints;
    }

    private static List<List<Candidate>> byLength(List<Candidate> candidates, String method, String named) {
        List<List<Candidate>> byLength = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String own = candidate.endpoint().method();
            if (own.equals(method) || own.equals(Endpoint.ANY_METHOD)) {
                int length = candidate.template().length();
                while (byLength.size() <= length) {
                    byLength.add(new ArrayList<>());
                }
                Endpoint endpoint = candidate.endpoint().forMethod(named);
                byLength.get(length)
                        .add(new Candidate(
                                endpoint, candidate.template(), new Match(endpoint, Map.of()), new ArrayList<>()));
            }
        }
        byLength.forEach(EndpointIndex::findRivals);
        return byLength;
    }

    private static void findRivals(List<Candidate> sameLength) {
        for (Candidate candidate : sameLength) {
            for (Candidate other : sameLength) {
                if (other.template().hasLiteralWhereNot(candidate.template())) {
                    candidate.rivals().add(other.template());
                }
            }
        }
    }

    @Nullable
    Match find(String method, String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > LONGEST_PATH) {
            return null;
        }
        List<List<Candidate>> byLength =
                byMethodAndLength.getOrDefault(method.equals("HEAD") ? "GET" : method, ofAnyMethod);
        int length = PathTemplate.lengthOf(rawPath);
        if (byLength.size() <= length) {
            return null;
        }
        List<Candidate> candidates = byLength.get(length);
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            Match match = candidate.match(rawPath);
            if (match != null) {
                return candidate.rivals().isEmpty() || !isForAnyOf(candidate.rivals(), rawPath) ? match : null;
            }
        }
        return null;
    }

    /**
     * Whether a path is a rival's, too, in this spelling or decoded: a router may choose that one. Routers disagree on which template is
     * the more literal, so that such a path is no endpoint's.
     */
    private static boolean isForAnyOf(List<PathTemplate> rivals, String rawPath) {
        String path = rawPath.indexOf('%') < 0 ? rawPath : PercentEncoding.decoded(rawPath);
        if (path == null) {
            return true;
        }
        for (int i = 0; i < rivals.size(); i++) {
            if (rivals.get(i).hasLiterals(path)) {
                return true;
            }
        }
        return false;
    }

    List<String> methodsOf(String rawPath) {
        return withHead(endpoints.stream()
                .map(Endpoint::method)
                .distinct()
                .filter(method -> find(method, rawPath) != null)
                .sorted());
    }

    /** The methods that an answer names as allowed: {@code HEAD} beside {@code GET}, each once. */
    static List<String> withHead(Stream<String> methods) {
        return methods.filter(method -> !method.equals(Endpoint.ANY_METHOD))
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .distinct()
                .toList();
    }
}
