package dev.faregate.integration.spring;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a guard sees of a servlet request. Wrappers, such as Spring's {@code ForwardedHeaderFilter}, move the address and the context path
 * to where headers say: the address is the container's own, and the context path the application's.
 */
record MvcView(HttpServletRequest request) implements RequestView {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return request.getRequestURI();
    }

    @Override
    public List<String> header(String name) {
        // A filter that has read these hides them, and the guard reads them anew.
        boolean hidden = name.equalsIgnoreCase("Forwarded")
                || name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-");
        HttpServletRequest asked = hidden && containersOwn(request) instanceof HttpServletRequest own ? own : request;
        return Collections.list(asked.getHeaders(name));
    }

    @Override
    public @Nullable String remoteAddress() {
        return containersOwn(request).getRemoteAddr();
    }

    private static ServletRequest containersOwn(ServletRequest wrapped) {
        ServletRequest request = wrapped;
        while (request instanceof ServletRequestWrapper wrapper) {
            request = wrapper.getRequest();
        }
        return request;
    }

    @Override
    public RequestChecks checks() {
        RequestChecks kept = checksOf(request);
        if (kept != null) {
            return kept;
        }
        RequestChecks begun = RequestChecks.begin();
        request.setAttribute(RequestChecks.ATTRIBUTE, begun);
        return begun;
    }

    /** Null if no guard has seen the request. */
    static @Nullable RequestChecks checksOf(ServletRequest request) {
        return request.getAttribute(RequestChecks.ATTRIBUTE) instanceof RequestChecks kept ? kept : null;
    }

    /** The whole template of a handler with a pattern that is relative to its servlet. */
    String template(String pattern) {
        return join(request.getServletContext().getContextPath() + servletPath(), pattern);
    }

    static String join(String prefix, String pattern) {
        return prefix.isEmpty() || pattern.isEmpty() || pattern.startsWith("/")
                ? prefix + pattern
                : prefix + '/' + pattern;
    }

    /** As Spring sees it: of the servlet's mapping, and only if that is a prefix. */
    private String servletPath() {
        HttpServletMapping mapping =
                request.getAttribute(RequestDispatcher.INCLUDE_MAPPING) instanceof HttpServletMapping included
                        ? included
                        : request.getHttpServletMapping();
        return mapping.getMappingMatch() == MappingMatch.PATH ? prefixOf(mapping.getPattern()) : "";
    }

    /** Of the servlet that is asked: of an include, the included one. */
    static HttpServletMapping mappingOf(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.INCLUDE
                        && request.getAttribute(RequestDispatcher.INCLUDE_MAPPING)
                                instanceof HttpServletMapping included
                ? included
                : request.getHttpServletMapping();
    }

    /** Of a servlet's mapping; empty unless it is {@code /prefix/*}. */
    static String prefixOf(String servletMapping) {
        return servletMapping.endsWith("/*") ? servletMapping.substring(0, servletMapping.length() - 2) : "";
    }

    /** The values in the pattern's variables, decoded; of the attribute in which the kind of handler has them. */
    @SuppressWarnings("unchecked")
    Map<String, String> pathVariables(String attribute) {
        Object variables = request.getAttribute(attribute);
        return variables == null ? Map.of() : (Map<String, String>) variables;
    }
}
