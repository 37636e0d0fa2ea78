package dev.faregate.integration.spring.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.util.AntPathMatcher;

/**
 * The set of paths that a path pattern of Spring matches, to compare it with other patterns. Where two patterns cannot be compared
 * exactly, {@link #intersects} says yes and {@link #covers} says no. Immutable.
 */
record PathShape(List<Segment> segments) {

    /** What one segment of a path may be; {@link Kind#MANY} is any number of segments. */
    record Segment(Kind kind, String text) {

        private static final Pattern PLAIN_VARIABLE = Pattern.compile("\\*|\\{[^:*{}]+}");
        private static final Pattern MANY_SEGMENTS = Pattern.compile("\\*\\*|\\{\\*[^{}]*}");

        static Segment of(String text) {
            if (MANY_SEGMENTS.matcher(text).matches()) {
                return new Segment(Kind.MANY, text);
            }
            if (PLAIN_VARIABLE.matcher(text).matches()) {
                return new Segment(Kind.ANY, text);
            }
            boolean pattern = text.chars().anyMatch(c -> c == '*' || c == '?' || c == '{');
            return new Segment(pattern ? Kind.SOME : Kind.LITERAL, text);
        }

        boolean mayEqual(Segment other) {
            return kind != Kind.LITERAL || other.kind != Kind.LITERAL || text.equalsIgnoreCase(other.text);
        }

        boolean covers(Segment other) {
            return switch (kind) {
                case MANY -> true;
                case ANY -> other.kind != Kind.MANY && !other.text.isEmpty();
                case SOME ->
                    other.kind == Kind.LITERAL
                            ? new AntPathMatcher().match(text, other.text)
                            : other.kind == kind && other.text.equals(text);
                case LITERAL -> other.kind == kind && other.text.equals(text);
            };
        }
    }

    /** The kinds of segments. */
    enum Kind {
        LITERAL,
        /** By an expression, or with a literal beginning or end. */
        SOME,
        ANY,
        MANY
    }

    static PathShape of(String pattern) {
        List<Segment> segments = new ArrayList<>();
        int start = pattern.startsWith("/") ? 1 : 0;
        int depth = 0;
        for (int i = start; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && depth == 0) {
                segments.add(Segment.of(pattern.substring(start, i)));
                start = i + 1;
            }
        }
        segments.add(Segment.of(pattern.substring(Math.min(start, pattern.length()))));
        return new PathShape(List.copyOf(segments));
    }

    /** A path as it was routed, in which nothing is a pattern. */
    static PathShape ofPath(List<String> decodedSegments) {
        return new PathShape(decodedSegments.stream()
                .map(segment -> new Segment(Kind.LITERAL, segment))
                .toList());
    }

    /** Whether it takes paths of any length: such a handler may answer for paths that have nothing in common. */
    boolean isCatchAll() {
        return segments.stream().anyMatch(segment -> segment.kind() == Kind.MANY);
    }

    /** Whether it has all paths. */
    boolean isEverything() {
        return segments.size() == 1 && isCatchAll();
    }

    /** Whether a path may match both. Case and a last slash make no difference: a mapping may ignore them. */
    boolean intersects(PathShape other) {
        return intersect(withoutLastSlash(segments), withoutLastSlash(other.segments));
    }

    private static List<Segment> withoutLastSlash(List<Segment> segments) {
        int last = segments.size() - 1;
        return last >= 0 && segments.get(last).text().isEmpty() ? segments.subList(0, last) : segments;
    }

    private static boolean intersect(List<Segment> some, List<Segment> others) {
        if (some.isEmpty() && others.isEmpty()) {
            return true;
        }
        if (begins(some, Kind.MANY)) {
            return intersect(rest(some), others) || (!others.isEmpty() && intersect(some, rest(others)));
        }
        if (begins(others, Kind.MANY)) {
            return intersect(others, some);
        }
        return !some.isEmpty()
                && !others.isEmpty()
                && some.get(0).mayEqual(others.get(0))
                && intersect(rest(some), rest(others));
    }

    /** Whether every path that matches the other matches this one, in the very same case. */
    boolean covers(PathShape other) {
        return cover(segments, other.segments);
    }

    private static boolean cover(List<Segment> wide, List<Segment> narrow) {
        if (begins(wide, Kind.MANY)) {
            return cover(rest(wide), narrow) || (!narrow.isEmpty() && cover(wide, rest(narrow)));
        }
        if (wide.isEmpty() || narrow.isEmpty()) {
            return wide.isEmpty() && narrow.isEmpty();
        }
        return wide.get(0).covers(narrow.get(0)) && cover(rest(wide), rest(narrow));
    }

    private static boolean begins(List<Segment> segments, Kind kind) {
        return !segments.isEmpty() && segments.get(0).kind() == kind;
    }

    private static List<Segment> rest(List<Segment> segments) {
        return segments.subList(1, segments.size());
    }
}
