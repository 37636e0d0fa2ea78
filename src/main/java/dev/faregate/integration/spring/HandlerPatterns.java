package dev.faregate.integration.spring;

import dev.faregate.integration.spring.routes.GuardedPaths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The pattern by which a handler was found, as its mapping says. Thread-safe. */
final class HandlerPatterns {

    static final String UNKNOWN = "/**";

    /** Whether case matters has been decided when a route was found. */
    private static final PathPatternParser PARSER = new PathPatternParser();

    static {
        PARSER.setCaseSensitive(false);
    }

    /** Of routes that were told, so that there are no more than the application has. */
    private final Map<String, PathPattern> parsed = new ConcurrentHashMap<>();

    private final Map<ApplicationContext, List<AbstractUrlHandlerMapping>> urlMappings = new ConcurrentHashMap<>();

    /** Relative to the servlet; {@link #UNKNOWN} if the mapping does not say. */
    String of(HttpServletRequest request, Object handler) {
        String pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String told
                ? told
                : null;
        if (pattern == null || !isOf(request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE), handler)) {
            return UNKNOWN;
        }
        if (handler instanceof HandlerFunction<?>) {
            return ofRoute(request, pattern);
        }
        return handler instanceof HandlerMethod || isUrlMapping(request, pattern) ? pattern : UNKNOWN;
    }

    /** A route without a path of its own answers every path below the one that it is nested under, and only that one is told. */
    private String ofRoute(HttpServletRequest request, String told) {
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        if (isWhole(told, path)) {
            return told;
        }
        String below = GuardedPaths.below(told);
        return isWhole(below, path) ? below : UNKNOWN;
    }

    private boolean isWhole(String pattern, PathContainer path) {
        return parsed.computeIfAbsent(pattern, PARSER::parse).matches(path);
    }

    /** An earlier dispatch of the request may have left its own pattern behind. */
    private static boolean isOf(@Nullable Object matched, Object handler) {
        return matched == handler
                || (matched instanceof HandlerMethod before
                        && handler instanceof HandlerMethod now
                        && before.getMethod().equals(now.getMethod()));
    }

    /** For its default handler, a mapping by URL says the path in place of a pattern. */
    private boolean isUrlMapping(HttpServletRequest request, String pattern) {
        ApplicationContext context = RequestContextUtils.findWebApplicationContext(request);
        return context != null
                && urlMappings.computeIfAbsent(context, HandlerPatterns::urlMappingsOf).stream()
                        .anyMatch(mapping -> mapping.getHandlerMap().containsKey(pattern)
                                || (pattern.equals("/") && mapping.getRootHandler() != null));
    }

    private static List<AbstractUrlHandlerMapping> urlMappingsOf(ApplicationContext context) {
        return List.copyOf(
                BeanFactoryUtils.beansOfTypeIncludingAncestors(context, AbstractUrlHandlerMapping.class, true, false)
                        .values());
    }

    /** The name of the attribute with the values in the pattern's variables. */
    static String variablesAttribute(Object handler) {
        return handler instanceof HandlerFunction<?>
                ? RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE
                : HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE;
    }
}
