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

    /** With the match that a template without variables always has. */
    private record Candidate(Endpoint endpoint, PathTemplate template, Match literal) {
        @Nullable
        Match match(String rawPath) {
            Map<String, String> variables = template.match(rawPath);
            if (variables == null) {
                return null;
            }
            return variables.isEmpty() ? literal : new Match(endpoint, variables);
        }
    }

    private final Map<String, List<List<Candidate>>> byMethodAndLength = new HashMap<>();
    private final List<String> methods;

    EndpointIndex(List<Endpoint> endpoints) {
        List<Candidate> candidates = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            PathTemplate template = endpoint.template();
            if (template != null) {
                candidates.add(new Candidate(endpoint, template, new Match(endpoint, Map.of())));
            }
        }
        candidates.sort(
                Comparator.comparingInt(candidate -> candidate.template().variableCount()));
        candidates.forEach(this::add);
        this.methods = byMethodAndLength.keySet().stream().sorted().toList();
    }

    private void add(Candidate candidate) {
        List<List<Candidate>> byLength =
                byMethodAndLength.computeIfAbsent(candidate.endpoint().method(), absent -> new ArrayList<>());
        int length = candidate.template().length();
        while (byLength.size() <= length) {
            byLength.add(new ArrayList<>());
        }
        byLength.get(length).add(candidate);
    }

    @Nullable
    Match find(String method, String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > LONGEST_PATH) {
            return null;
        }
        List<List<Candidate>> byLength = byMethodAndLength.get(method.equals("HEAD") ? "GET" : method);
        int length = PathTemplate.lengthOf(rawPath);
        if (byLength == null || byLength.size() <= length) {
            return null;
        }
        List<Candidate> candidates = byLength.get(length);
        for (int i = 0; i < candidates.size(); i++) {
            Match match = candidates.get(i).match(rawPath);
            if (match != null) {
                return rawPath.indexOf('%') >= 0 && isOtherSpelling(rawPath, candidates.subList(0, i)) ? null : match;
            }
        }
        return null;
    }

    /** Whether a path is another spelling of a more literal one: a server that decodes paths would choose that one. */
    private static boolean isOtherSpelling(String rawPath, List<Candidate> moreLiteral) {
        String decoded = PercentEncoding.decoded(rawPath);
        return decoded == null
                || moreLiteral.stream()
                        .anyMatch(candidate -> candidate.template().hasLiterals(decoded));
    }

    List<String> methodsOf(String rawPath) {
        return methods.stream()
                .filter(method -> find(method, rawPath) != null)
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .distinct()
                .toList();
    }
}
