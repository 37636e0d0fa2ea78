package dev.faregate.integration.spring;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;

/** The servlets of a servlet context, and which of them are dispatcher servlets whose handlers the interceptor of a context reaches. */
final class Servlets {

    private final ApplicationContext guarded;
    private final ObjectProvider<ServletRegistrationBean<?>> registrations;
    private final Map<String, Boolean> reached = new ConcurrentHashMap<>();

    Servlets(ApplicationContext guarded, ObjectProvider<ServletRegistrationBean<?>> registrations) {
        this.guarded = guarded;
        this.registrations = registrations;
    }

    /** Whether a dispatcher servlet, by its name, asks the interceptor before each handler. */
    boolean isReached(String servletName) {
        Boolean known = reached.get(servletName);
        if (known != null) {
            return known;
        }
        DispatcherServlet servlet = dispatcher(servletName);
        ApplicationContext context = servlet == null ? null : servlet.getWebApplicationContext();
        boolean reachable = false;
        for (ApplicationContext each = context; each != null; each = each.getParent()) {
            reachable |= each == guarded;
        }
        if (servlet == null || context != null) {
            reached.put(servletName, reachable);
        }
        return reachable;
    }

    private @Nullable DispatcherServlet dispatcher(String servletName) {
        for (ServletRegistrationBean<?> registration : registrations) {
            if (registration.getServlet() instanceof DispatcherServlet servlet
                    && servletName.equals(registration.getServletName())) {
                return servlet;
            }
        }
        // A bean without a registration of its own has its name.
        return guarded.containsBean(servletName) && guarded.getBean(servletName) instanceof DispatcherServlet servlet
                ? servlet
                : null;
    }

    /** The prefixes of the dispatcher servlets' paths; of a container that is not there, an empty one. */
    static Set<String> dispatcherPrefixes(ServletContext context) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (ServletRegistration registration :
                context.getServletRegistrations().values()) {
            if (isDispatcher(registration, context)) {
                registration
                        .getMappings()
                        .forEach(mapping -> prefixes.add(context.getContextPath() + MvcView.prefixOf(mapping)));
            }
        }
        return prefixes.isEmpty() ? Set.of(context.getContextPath()) : prefixes;
    }

    /** The whole patterns of all other servlets. */
    static List<String> otherTemplates(ServletContext context) {
        List<String> templates = new ArrayList<>();
        for (ServletRegistration registration :
                context.getServletRegistrations().values()) {
            if (!isDispatcher(registration, context)) {
                registration
                        .getMappings()
                        .forEach(mapping -> templates.add(context.getContextPath() + pattern(mapping)));
            }
        }
        return templates;
    }

    static boolean isDispatcher(ServletRegistration registration, ServletContext context) {
        return isA(registration.getClassName(), DispatcherServlet.class, context);
    }

    /** Filters that answer in a servlet's place, before a dispatcher servlet is asked. */
    static List<String> answeringFilters(ServletContext context) {
        List<String> names = new ArrayList<>();
        for (FilterRegistration registration : context.getFilterRegistrations().values()) {
            if (isA(registration.getClassName(), Servlet.class, context)) {
                names.add(registration.getName() + " (" + registration.getClassName() + ")");
            }
        }
        return names;
    }

    /** A pattern of Spring for all that a servlet's mapping matches. */
    static String pattern(String servletMapping) {
        if (servletMapping.equals("/") || servletMapping.equals("/*")) {
            return "/**";
        }
        if (servletMapping.isEmpty()) {
            return "/";
        }
        return servletMapping.startsWith("*.") ? "/**/" + servletMapping : servletMapping.replaceFirst("/\\*$", "/**");
    }

    private static boolean isA(@Nullable String className, Class<?> type, ServletContext context) {
        if (className == null) {
            return false;
        }
        try {
            return type.isAssignableFrom(ClassUtils.forName(className, context.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError unknown) {
            return false;
        }
    }
}
