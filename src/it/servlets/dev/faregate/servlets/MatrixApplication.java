package dev.faregate.servlets;

import dev.faregate.blackbox.MatrixApi;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.integration.servlet.GuardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;

/** The matrix in a servlet container: one filter for all of it, for every dispatch, and another one before or behind it. */
public record MatrixApplication(MatrixApi api) implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        add(context, "wide-first", api.wideGuard(), api.wideEndpoints(), "/second/wide-first/*");
        add(context, "strict", api.guard(), api.endpoints(), "/*");
        add(context, "strict-first", api.wideGuard(), api.wideEndpoints(), "/second/strict-first/*");
        addServlet(context, "matrix", "/");
        addServlet(context, "nested", "/nested/*");
    }

    private static void add(
            ServletContext context, String name, RequestGuard guard, Endpoints endpoints, String pattern) {
        FilterRegistration.Dynamic filter = context.addFilter(name, new GuardFilter(guard, endpoints));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, pattern);
    }

    private void addServlet(ServletContext context, String name, String pattern) {
        ServletRegistration.Dynamic servlet = context.addServlet(name, new MatrixServlet(api));
        servlet.setAsyncSupported(true);
        servlet.addMapping(pattern);
    }
}
