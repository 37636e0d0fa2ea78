package dev.faregate.integration.spring;

import dev.faregate.integration.spring.routes.GuardedPaths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            List<String> parsed = new ArrayList<>(GuardedPaths.segments(view.template("")));
            List<String> within = GuardedPaths.segments(
                    ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
            paths.add(GuardedPaths.joined(parsed, within));
        }
        if (request.getAttribute(UrlPathHelper.PATH_ATTRIBUTE) instanceof String lookup) {
            paths.add(GuardedPaths.segments(view.template(lookup)));
        }
        return paths;
    }

    /** The container's own way, which is the only one for a servlet that is none of Spring. */
    static List<String> ofContainer(MvcView view) {
        HttpServletRequest request = view.request();
        return GuardedPaths.segments(request.getServletContext().getContextPath() + belowContext(request));
    }

    /** Whether a client cannot ask for the dispatch's target: a page that handlers forward to. */
    static boolean isHidden(HttpServletRequest request) {
        return request.getDispatcherType() != DispatcherType.REQUEST && isHidden(belowContext(request));
    }

    /** Whether a path below the context path, or a servlet's mapping, is for such pages. */
    static boolean isHidden(String path) {
        return path.startsWith("/WEB-INF/") || path.startsWith("/META-INF/");
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
}
