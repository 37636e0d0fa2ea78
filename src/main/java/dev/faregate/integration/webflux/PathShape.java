package dev.faregate.integration.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path pattern as the segments that it is made of: enough to tell whether two of them have a path in common, and whether one has all of
 * another's. Where that cannot be told, they have, and it has not. Immutable.
 */
final class PathShape {

    private enum Kind {
        /** One text. */
        LITERAL,
        /** Any text: {@code *} or a variable. */
        ANY,
        /** Some texts: a variable with an expression, or a text with wildcards. */
        SOME,
        /** Any number of segments. */
        REST
    }

    private record Segment(Kind kind, String text) {}

    private static final Pattern VARIABLE = Pattern.compile("\\{[^*:{}]+}");

    private final String pattern;
    private final List<Segment> segments;

    private PathShape(String pattern, List<Segment> segments) {
        this.pattern = pattern;
        this.segments = segments;
    }

    static PathShape of(String pattern) {
        List<Segment> segments = new ArrayList<>();
        for (String text : texts(pattern)) {
            segments.add(new Segment(kind(text), text));
        }
        return new PathShape(pattern, List.copyOf(segments));
    }

    /** A path as it was sent. */
    static PathShape literal(String path) {
        return new PathShape(
                path,
                texts(path).stream()
                        .map(text -> new Segment(Kind.LITERAL, text))
                        .toList());
    }

    private static Kind kind(String text) {
        if (text.equals("**") || text.startsWith("{*")) {
            return Kind.REST;
        }
        if (text.equals("*") || VARIABLE.matcher(text).matches()) {
            return Kind.ANY;
        }
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '{') ? Kind.SOME : Kind.LITERAL;
    }

    /** What stands between slashes, of which those in a variable's expression are none. */
    private static List<String> texts(String pattern) {
        List<String> texts = new ArrayList<>();
        int depth = 0;
        int begin = pattern.startsWith("/") ? 1 : 0;
        for (int i = begin; i <= pattern.length(); i++) {
            char c = i == pattern.length() ? '/' : pattern.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && (depth == 0 || i == pattern.length())) {
                texts.add(pattern.substring(begin, i));
                begin = i + 1;
            }
        }
        return texts;
    }

    boolean isEverything() {
        return segments.size() == 1 && segments.get(0).kind() == Kind.REST;
    }

    /** Whether it takes paths of any length. */
    boolean isCatchAll() {
        return segments.stream().anyMatch(segment -> segment.kind() == Kind.REST);
    }

    /** Whether a path may match both. */
    boolean meets(PathShape other) {
        return meet(withoutLastSlash(segments), withoutLastSlash(other.segments));
    }

    private static List<Segment> withoutLastSlash(List<Segment> segments) {
        int last = segments.size() - 1;
        return segments.get(last).text().isEmpty() ? segments.subList(0, last) : segments;
    }

    private static boolean meet(List<Segment> one, List<Segment> other) {
        if (isRest(one) || isRest(other)) {
            List<Segment> rest = isRest(one) ? one : other;
            List<Segment> route = isRest(one) ? other : one;
            return meet(tail(rest), route) || (!route.isEmpty() && meet(rest, tail(route)));
        }
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        boolean literals = one.get(0).kind() == Kind.LITERAL && other.get(0).kind() == Kind.LITERAL;
        return (!literals || one.get(0).text().equalsIgnoreCase(other.get(0).text())) && meet(tail(one), tail(other));
    }

    /** Whether each path that matches the other matches this. */
    boolean covers(PathShape other) {
        return cover(segments, other.segments);
    }

    private static boolean cover(List<Segment> wide, List<Segment> route) {
        if (isRest(wide)) {
            return cover(tail(wide), route) || (!route.isEmpty() && cover(wide, tail(route)));
        }
        if (wide.isEmpty() || route.isEmpty()) {
            return wide.isEmpty() && route.isEmpty();
        }
        Segment part = route.get(0);
        boolean covered = wide.get(0).kind() == Kind.ANY
                ? part.kind() != Kind.REST && !part.text().isEmpty()
                : wide.get(0).kind() == part.kind() && wide.get(0).text().equals(part.text());
        return covered && cover(tail(wide), tail(route));
    }

    private static boolean isRest(List<Segment> segments) {
        return !segments.isEmpty() && segments.get(0).kind() == Kind.REST;
    }

    private static List<Segment> tail(List<Segment> segments) {
        return segments.subList(1, segments.size());
    }

    @Override
    public String toString() {
        return pattern;
    }
}
