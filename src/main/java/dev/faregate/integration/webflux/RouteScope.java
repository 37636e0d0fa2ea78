package dev.faregate.integration.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;

/**
 * The part of an application that is guarded. A route belongs to it by its whole template: if the template has a path in common with a
 * guarded pattern, unless an open pattern covers it. For a route that takes all paths below one, the path that was routed decides.
 * Thread-safe.
 */
final class RouteScope {

    private enum Part {
        GUARDED,
        UNGUARDED,
        BY_PATH
    }

    private final List<PathShape> guarded;
    private final List<PathShape> open;
    private final Map<String, Part> known = new ConcurrentHashMap<>();

    private RouteScope(List<PathShape> guarded, List<PathShape> open) {
        this.guarded = guarded;
        this.open = open;
    }

    static RouteScope everything() {
        return of(List.of("/**"), List.of());
    }

    /** Throws an exception if no pattern is guarded. */
    static RouteScope of(List<String> guarded, List<String> open) {
        if (guarded.isEmpty()) {
            throw new IllegalArgumentException(
                    "faregate.guarded-paths: empty (expected: at least one path pattern, as in"
                            + " \"/api/**\"; to guard nothing, set faregate.guard=none)");
        }
        return new RouteScope(shapes(guarded), shapes(open));
    }

    private static List<PathShape> shapes(List<String> patterns) {
        return patterns.stream().map(PathShape::of).toList();
    }

    /**
     * Whether a request is guarded.
     *
     * @param template the whole template of its route; null if there is none
     */
    boolean guards(@Nullable String template, String basePath, ServerWebExchange exchange) {
        Part part = template == null ? Part.BY_PATH : partOf(template);
        return part == Part.GUARDED
                || (part == Part.BY_PATH
                        && guardsPath(basePath, exchange.getRequest().getPath().pathWithinApplication()));
    }

    /** Whether any request for a route is guarded. */
    boolean mayGuard(String template) {
        return partOf(template) != Part.UNGUARDED;
    }

    private Part partOf(String template) {
        return known.computeIfAbsent(template, absent -> decide(PathShape.of(absent)));
    }

    private Part decide(PathShape route) {
        if (open.stream().anyMatch(pattern -> pattern.covers(route))
                || guarded.stream().noneMatch(pattern -> pattern.meets(route))) {
            return Part.UNGUARDED;
        }
        boolean whole = guarded.stream().anyMatch(pattern -> pattern.covers(route))
                && open.stream().noneMatch(pattern -> pattern.meets(route));
        return whole || !route.isCatchAll() ? Part.GUARDED : Part.BY_PATH;
    }

    private boolean guardsPath(String basePath, PathContainer within) {
        StringBuilder path = new StringBuilder(basePath);
        for (PathContainer.Element element : within.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                if (isOdd(segment)) {
                    return true;
                }
                path.append(segment.valueToMatch());
            } else {
                path.append('/');
            }
        }
        PathShape routed = PathShape.literal(path.toString());
        return path.indexOf("//") >= 0
                || (open.stream().noneMatch(pattern -> pattern.covers(routed))
                        && guarded.stream().anyMatch(pattern -> pattern.meets(routed)));
    }

    /** A handler of resources may make another path of such a one. */
    private static boolean isOdd(PathContainer.PathSegment segment) {
        String text = segment.valueToMatch();
        return text.equals(".")
                || text.equals("..")
                || !segment.parameters().isEmpty()
                || text.chars().anyMatch(c -> c < ' ' || "/\\%;".indexOf(c) >= 0);
    }

    /** The patterns that have no effect on any of these routes. A route that takes all paths is no sign that a guarded one is right. */
    List<String> withoutRoute(Iterable<String> templates) {
        List<PathShape> routes = new ArrayList<>();
        templates.forEach(template -> routes.add(PathShape.of(template)));
        List<String> useless = new ArrayList<>();
        guarded.stream()
                .filter(pattern -> !pattern.isEverything()
                        && routes.stream().noneMatch(route -> !route.isEverything() && pattern.meets(route)))
                .forEach(pattern -> useless.add("faregate.guarded-paths: " + pattern));
        open.stream()
                .filter(pattern -> routes.stream()
                        .noneMatch(route -> route.isCatchAll() ? pattern.meets(route) : pattern.covers(route)))
                .forEach(pattern -> useless.add("faregate.open-paths: " + pattern));
        return useless;
    }
}
