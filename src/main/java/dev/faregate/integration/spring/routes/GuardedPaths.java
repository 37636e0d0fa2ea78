package dev.faregate.integration.spring.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/**
 * The part of an application that is guarded. A handler belongs to it by its pattern, not by the path of a request: two spellings of
 * one path reach the same handler. Only for a handler that catches all paths below one, the path as it was routed decides.
 * Immutable but for a cache; thread-safe.
 */
public final class GuardedPaths {

    /** All paths. */
    public static final GuardedPaths ALL = new GuardedPaths(List.of("/**"), List.of());

    private enum Part {
        GUARDED,
        UNGUARDED,
        BY_PATH
    }

    private final List<String> guardedPatterns;
    private final List<String> openPatterns;
    private final List<PathShape> guarded;
    private final List<PathShape> open;
    private final Map<String, Part> byTemplate = new ConcurrentHashMap<>();

    /**
     * Creates the part of an application that some patterns name.
     *
     * @param guardedPatterns the whole path patterns that are guarded; at least one
     * @param openPatterns the patterns among them that are not guarded
     * @throws IllegalArgumentException if no path is guarded, or a pattern does not begin with a slash
     */
    public GuardedPaths(List<String> guardedPatterns, List<String> openPatterns) {
        require(guardedPatterns, openPatterns);
        this.guardedPatterns = List.copyOf(guardedPatterns);
        this.openPatterns = List.copyOf(openPatterns);
        this.guarded = guardedPatterns.stream().map(PathShape::of).toList();
        this.open = openPatterns.stream().map(PathShape::of).toList();
    }

    /**
     * Checks patterns as the constructor does.
     *
     * @param guardedPatterns the patterns that are guarded
     * @param openPatterns the patterns that are not guarded
     * @throws IllegalArgumentException if no path is guarded, or a pattern does not begin with a slash
     */
    public static void require(List<String> guardedPatterns, List<String> openPatterns) {
        requireSlashes("guarded-paths", guardedPatterns);
        requireSlashes("open-paths", openPatterns);
        if (guardedPatterns.isEmpty()) {
            throw new IllegalArgumentException(
                    "faregate.guarded-paths: empty (expected: at least one path pattern, as in"
                            + " \"/api/**\"; to guard nothing, set faregate.guard=none)");
        }
    }

    private static void requireSlashes(String property, List<String> patterns) {
        for (String pattern : patterns) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException(
                        "faregate." + property + ": \"" + pattern + "\" (expected: a path pattern, as in \"/api/**\")");
            }
        }
    }

    /**
     * Returns whether a request is guarded.
     *
     * @param template the whole pattern of its handler; null if there is no handler
     * @param paths each way to read the path that was routed, as decoded segments
     * @return whether it is guarded
     */
    public boolean guard(@Nullable String template, Supplier<List<List<String>>> paths) {
        Part part = template == null ? Part.BY_PATH : byTemplate.computeIfAbsent(template, this::partOf);
        return part == Part.GUARDED || (part == Part.BY_PATH && guardsAny(paths.get()));
    }

    /**
     * Returns whether requests for a handler are guarded, all or some of them.
     *
     * @param template the whole pattern of the handler
     * @return whether any is guarded
     */
    public boolean mayGuard(String template) {
        return partOf(template) != Part.UNGUARDED;
    }

    private Part partOf(String template) {
        PathShape handler = PathShape.of(template);
        if (open.stream().anyMatch(entry -> entry.covers(handler))
                || guarded.stream().noneMatch(entry -> entry.intersects(handler))) {
            return Part.UNGUARDED;
        }
        boolean whole = guarded.stream().anyMatch(entry -> entry.covers(handler))
                && open.stream().noneMatch(entry -> entry.intersects(handler));
        return whole || !handler.isCatchAll() ? Part.GUARDED : Part.BY_PATH;
    }

    private boolean guardsAny(List<List<String>> paths) {
        return paths.stream().anyMatch(this::guardsPath);
    }

    private boolean guardsPath(List<String> segments) {
        if (isOdd(segments)) {
            return true;
        }
        PathShape path = PathShape.ofPath(segments);
        return open.stream().noneMatch(entry -> entry.covers(path))
                && guarded.stream().anyMatch(entry -> entry.intersects(path));
    }

    /** A handler of resources makes another path of such a one. */
    private static boolean isOdd(List<String> segments) {
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean empty = segment.isEmpty() && i < segments.size() - 1;
            if (empty
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> c < ' ' || "/\\%;".indexOf(c) >= 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the patterns that no handler answers for.
     *
     * @param templates the whole patterns of all handlers but the following
     * @param catchAlls those of handlers that catch every path: such a one is no evidence that a guarded path is spelled right
     * @return the patterns, each with its property
     */
    public List<String> withoutHandler(Collection<String> templates, Collection<String> catchAlls) {
        List<PathShape> handlers = templates.stream().map(PathShape::of).toList();
        List<PathShape> all = Stream.concat(templates.stream(), catchAlls.stream())
                .map(PathShape::of)
                .toList();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < guarded.size(); i++) {
            PathShape entry = guarded.get(i);
            if (!entry.isEverything() && handlers.stream().noneMatch(entry::intersects)) {
                missing.add("faregate.guarded-paths: " + guardedPatterns.get(i));
            }
        }
        for (int i = 0; i < open.size(); i++) {
            PathShape entry = open.get(i);
            if (all.stream()
                    .noneMatch(handler -> handler.isCatchAll() ? entry.intersects(handler) : entry.covers(handler))) {
                missing.add("faregate.open-paths: " + openPatterns.get(i));
            }
        }
        return missing;
    }

    /**
     * Returns the pattern of all paths below those of another one.
     *
     * @param pattern the other pattern
     * @return the pattern, with the other's own paths
     */
    public static String below(String pattern) {
        return pattern.endsWith("/**") ? pattern : pattern + (pattern.endsWith("/") ? "**" : "/**");
    }

    /**
     * Returns whether a handler takes every path, as far as a servlet or a base path lets it.
     *
     * @param pattern the pattern, without the path of a servlet or a base path
     * @return whether it begins with any number of segments
     */
    public static boolean isCatchAll(String pattern) {
        return PathShape.of(pattern).segments().get(0).kind() == PathShape.Kind.MANY;
    }

    /**
     * Returns the segments of a path that Spring has parsed, decoded. A segment with parameters keeps them: readers differ in whether they
     * belong to the path.
     *
     * @param path the path
     * @return the segments; an empty one is at the end of a path with a last slash, or between two slashes
     */
    public static List<String> segments(PathContainer path) {
        List<String> segments = new ArrayList<>();
        boolean afterSeparator = false;
        for (PathContainer.Element element : path.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                segments.add(segment.parameters().isEmpty() ? segment.valueToMatch() : segment.value());
                afterSeparator = false;
            } else {
                if (afterSeparator) {
                    segments.add("");
                }
                afterSeparator = true;
            }
        }
        if (afterSeparator) {
            segments.add("");
        }
        return segments;
    }

    /**
     * Returns the segments of a decoded path.
     *
     * @param decoded the path; its first slash may lack
     * @return at least one segment
     */
    public static List<String> segments(String decoded) {
        return Arrays.asList((decoded.startsWith("/") ? decoded.substring(1) : decoded).split("/", -1));
    }

    /**
     * Returns the segments of a path below another one.
     *
     * @param prefix the segments of the other path
     * @param within the segments below it
     * @return all of them
     */
    public static List<String> joined(List<String> prefix, List<String> within) {
        if (prefix.size() == 1 && prefix.get(0).isEmpty()) {
            return within;
        }
        List<String> all = new ArrayList<>(prefix);
        all.addAll(within);
        return all;
    }

    /**
     * Returns whether other patterns are the same.
     *
     * @param other the others
     * @return whether they are
     */
    public boolean sameAs(GuardedPaths other) {
        return guardedPatterns.equals(other.guardedPatterns) && openPatterns.equals(other.openPatterns);
    }

    @Override
    public String toString() {
        return "guarded-paths=" + guardedPatterns + ", open-paths=" + openPatterns;
    }
}
