package dev.faregate.integration.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of an application that is guarded. A handler belongs to it by its pattern, not by the path of a request: two spellings of
 * one path reach the same handler. Only for a handler that catches all paths below one, the path as it was routed decides.
 * Immutable but for a cache; thread-safe.
 */
final class GuardedPaths {

    static final GuardedPaths ALL = new GuardedPaths(List.of("/**"), List.of());

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

    GuardedPaths(List<String> guardedPatterns, List<String> openPatterns) {
        require(guardedPatterns, openPatterns);
        this.guardedPatterns = List.copyOf(guardedPatterns);
        this.openPatterns = List.copyOf(openPatterns);
        this.guarded = guardedPatterns.stream().map(PathShape::of).toList();
        this.open = openPatterns.stream().map(PathShape::of).toList();
    }

    static void require(List<String> guardedPatterns, List<String> openPatterns) {
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
     * Whether a request is to be guarded.
     *
     * @param template the whole pattern of its handler; null if there is no handler
     * @param paths every way to read the path that was routed, each as decoded segments
     */
    boolean guard(@Nullable String template, Supplier<List<List<String>>> paths) {
        Part part = template == null ? Part.BY_PATH : byTemplate.computeIfAbsent(template, this::partOf);
        return part == Part.GUARDED || (part == Part.BY_PATH && guardsAny(paths.get()));
    }

    /** Whether requests for a handler are guarded, all or some of them. */
    boolean mayGuard(String template) {
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
        PathShape withoutLastSlash = PathShape.ofPath(withoutLastSlash(segments));
        return open.stream().noneMatch(entry -> entry.covers(path))
                && guarded.stream().anyMatch(entry -> entry.intersects(path) || entry.intersects(withoutLastSlash));
    }

    private static List<String> withoutLastSlash(List<String> segments) {
        int last = segments.size() - 1;
        return last > 0 && segments.get(last).isEmpty() ? segments.subList(0, last) : segments;
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
     * The entries that no handler answers for.
     *
     * @param templates the whole patterns of all handlers but the following
     * @param catchAlls those of handlers that catch every path: such a one is no evidence that a guarded path is spelled right
     */
    List<String> withoutHandler(Collection<String> templates, Collection<String> catchAlls) {
        List<PathShape> handlers = templates.stream().map(PathShape::of).toList();
        List<PathShape> all = Stream.concat(templates.stream(), catchAlls.stream())
                .map(PathShape::of)
                .toList();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < guarded.size(); i++) {
            PathShape entry = guarded.get(i);
            boolean everything = entry.segments().get(0).kind() == PathShape.Kind.MANY;
            if (!everything && handlers.stream().noneMatch(entry::intersects)) {
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

    boolean sameAs(GuardedPaths other) {
        return guardedPatterns.equals(other.guardedPatterns) && openPatterns.equals(other.openPatterns);
    }

    @Override
    public String toString() {
        return "guarded-paths=" + guardedPatterns + ", open-paths=" + openPatterns;
    }
}
