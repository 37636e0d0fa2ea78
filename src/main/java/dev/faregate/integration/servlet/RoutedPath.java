package dev.faregate.integration.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The path by which the container has chosen a servlet. Filters wrap requests, and some make their own path of a header. */
final class RoutedPath {

    private static final String PLAIN = "/-._~!$&'()*+,=:@";

    private RoutedPath() {}

    /** The container's own request. */
    static ServletRequest connection(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner;
    }

    /**
     * The raw path: as the client sent it; of a forward, an include and an asynchronous dispatch as the container found it. Null if
     * the container has chosen the servlet by another path than it tells.
     */
    static @Nullable String of(HttpServletRequest request) {
        String context = request.getServletContext().getContextPath();
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            return sent(connection(request), context);
        }
        return encoded(decoded(context) + path(request));
    }

    /** Whether a client cannot ask for the dispatch's target: a page that servlets forward to. */
    static boolean isHidden(HttpServletRequest request) {
        String path = path(request);
        return request.getDispatcherType() != DispatcherType.REQUEST
                && (path.startsWith("/WEB-INF/") || path.startsWith("/META-INF/"));
    }

    /** Below the context, decoded. */
    private static String path(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            return text(request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH))
                    + text(request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO));
        }
        return text(request.getServletPath()) + text(request.getPathInfo());
    }

    private static @Nullable String sent(ServletRequest connection, String context) {
        if (!(connection instanceof HttpServletRequest request)) {
            return null;
        }
        String raw = request.getRequestURI();
        String sent = normal(decoded(raw));
        String routed = normal(decoded(context) + path(request));
        return sent.equals(routed) || isWelcomeFile(sent, routed) ? raw : null;
    }

    /** Containers look for {@code /docs/index.html} where {@code /docs/} was asked for. */
    private static boolean isWelcomeFile(String sent, String routed) {
        return sent.endsWith("/") && routed.startsWith(sent) && routed.indexOf('/', sent.length()) < 0;
    }

    private static String text(@Nullable Object path) {
        return path == null ? "" : path.toString();
    }

    /** Without parameters and escapes, as containers compare paths. What cannot be decoded is equal to no path. */
    private static String decoded(String raw) {
        StringBuilder decoded = new StringBuilder(raw.length());
        for (String segment : raw.split("/", -1)) {
            int semicolon = segment.indexOf(';');
            String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
            try {
                decoded.append('/').append(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                return "";
            }
        }
        return decoded.substring(1);
    }

    /** Without doubled slashes and dots. */
    private static String normal(String path) {
        if (!path.contains("//") && !path.contains("/.")) {
            return path;
        }
        Deque<String> names = new ArrayDeque<>();
        String last = "";
        for (String segment : path.split("/", -1)) {
            last = segment;
            if (segment.equals("..")) {
                names.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                names.add(segment);
            }
        }
        boolean slash = last.isEmpty() || last.equals(".") || last.equals("..");
        String joined = '/' + String.join("/", names);
        return slash && !names.isEmpty() ? joined + '/' : joined;
    }

    private static String encoded(String path) {
        StringBuilder raw = new StringBuilder(path.length());
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                raw.append(c);
            } else {
                raw.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return raw.toString();
    }
}
