package dev.faregate.integration.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UrlPathHelper;

/** The path of a request as it was routed, in each way in which a part of Spring or of the container reads it. */
final class RoutedPath {

    private RoutedPath() {}

    /** Each as decoded segments, the context path and the servlet's among them. */
    static List<List<String>> of(MvcView view) {
        HttpServletRequest request = view.request();
        List<List<String>> paths = new ArrayList<>(3);
        paths.add(ofContainer(view));
        if (ServletRequestPathUtils.hasParsedRequestPath(request)) {
            List<String> parsed = new ArrayList<>(segments(view.template("")));
            List<String> within = segments(
                    ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
            paths.add(joined(parsed, within));
        }
        if (request.getAttribute(UrlPathHelper.PATH_ATTRIBUTE) instanceof String lookup) {
            paths.add(segments(view.template(lookup)));
        }
        return paths;
    }

    /** The container's own way, which is the only one for a servlet that is none of Spring. */
    static List<String> ofContainer(MvcView view) {
        HttpServletRequest request = view.request();
        return segments(request.getServletContext().getContextPath() + belowContext(request));
    }

    /** Whether a client cannot ask for the dispatch's target: a page that handlers forward to. */
    static boolean isHidden(HttpServletRequest request) {
        String path = belowContext(request);
        return request.getDispatcherType() != DispatcherType.REQUEST
                && (path.startsWith("/WEB-INF/") || path.startsWith("/META-INF/"));
    }

    private static String belowContext(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            return text(request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH))
                    + text(request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO));
        }
        return text(request.getServletPath()) + text(request.getPathInfo());
    }

    private static String text(@Nullable Object path) {
        return path == null ? "" : path.toString();
    }

    private static List<String> joined(List<String> prefix, List<String> within) {
        if (prefix.size() == 1 && prefix.get(0).isEmpty()) {
            return within;
        }
        List<String> all = new ArrayList<>(prefix);
        all.addAll(within);
        return all;
    }

    private static List<String> segments(String decoded) {
        return Arrays.asList((decoded.startsWith("/") ? decoded.substring(1) : decoded).split("/", -1));
    }

    private static List<String> segments(PathContainer path) {
        List<String> segments = new ArrayList<>();
        boolean afterSeparator = false;
        for (PathContainer.Element element : path.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                // With its parameters: whether they belong to the path is not for all readers the same.
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
}
