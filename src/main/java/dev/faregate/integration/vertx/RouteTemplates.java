package dev.faregate.integration.vertx;

import io.vertx.ext.web.Route;
import org.jspecify.annotations.Nullable;

/** Templates of routes, as they were added and never as a request was sent: whole ones, below each mount point. */
final class RouteTemplates {

    /** The prefix of a router that is not mounted. */
    static final String ROOT = "/";

    private static final String ANY_PATH = "/*";
    private static final String REGEX = "/**";

    private RouteTemplates() {}

    /** Of a route in its own router. Vert.x says that a route with a variable is a "regex path", and cuts the star off. */
    static String of(Route route) {
        String path = route.getPath();
        if (path == null) {
            return route.isRegexPath() ? REGEX : ANY_PATH;
        }
        return route.isExactPath() ? path : path + '*';
    }

    /** The prefix that a sub-router gets from the route on which it is mounted. */
    static String prefix(Route mount) {
        String path = mount.getPath();
        return path == null ? ROOT : path;
    }

    /** Joins as Vert.x does: with one slash, and the route {@code /} of a sub-router is its mount point. */
    static String joined(String prefix, String template) {
        if (template.equals(ROOT)) {
            return prefix;
        }
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) + template : prefix + template;
    }

    /** A mount point as one writes it down, {@code /t/:tenant/*}, as a prefix. */
    static String told(String mountPoint) {
        if (!mountPoint.startsWith("/")) {
            throw new IllegalArgumentException("mount point: \"" + mountPoint + "\" (expected: to begin with a slash)");
        }
        return mountPoint.endsWith("*") ? mountPoint.substring(0, mountPoint.length() - 1) : mountPoint;
    }

    /** Whether a request came through a mount point that looks like this: it may be one of several. */
    static boolean isAt(String prefix, @Nullable String sent) {
        String[] expected = segments(prefix);
        String[] actual = segments(sent == null ? ROOT : sent);
        boolean same = expected.length == actual.length;
        for (int i = 0; same && i < expected.length; i++) {
            boolean variable = expected[i].indexOf(':') >= 0 || expected[i].startsWith("{");
            same = variable || expected[i].equals(actual[i]);
        }
        return same;
    }

    private static String[] segments(String path) {
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
    }
}
