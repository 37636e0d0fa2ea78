package dev.faregate.integration.spring;

import dev.faregate.http.Verdict;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Guards what a handler forwards to or includes by the name of a servlet. Such a dispatch keeps the path of the request, and only a filter
 * for that name sees it. The servlet needs what its own patterns require; one without a pattern is a handler of all paths.
 */
final class NamedServlets implements ServletContextInitializer {

    private final Supplier<GuardInterceptor> interceptor;
    private final Iterable<ServletRegistrationBean<?>> registrations;

    /**
     * Creates the initializer.
     *
     * @param registrations the servlets of the application, which may be registered later than this
     */
    NamedServlets(Supplier<GuardInterceptor> interceptor, Iterable<ServletRegistrationBean<?>> registrations) {
        this.interceptor = interceptor;
        this.registrations = registrations;
    }

    @Override
    public void onStartup(ServletContext context) {
        Map<String, List<String>> patterns = new LinkedHashMap<>();
        context.getServletRegistrations().forEach((name, registered) -> {
            if (!Servlets.isDispatcher(registered, context)) {
                patterns.put(name, List.copyOf(registered.getMappings()));
            }
        });
        for (ServletRegistrationBean<?> registration : registrations) {
            if (!(registration.getServlet() instanceof DispatcherServlet)) {
                patterns.put(registration.getServletName(), List.copyOf(registration.getUrlMappings()));
            }
        }
        patterns.forEach((name, mapped) -> guard(context, name, mapped));
    }

    private void guard(ServletContext context, String name, List<String> mappings) {
        // A page that no client can ask for is no endpoint.
        List<String> templates = mappings.stream()
                .filter(mapping -> !RoutedPath.isHidden(mapping))
                .map(mapping -> context.getContextPath() + Servlets.pattern(mapping))
                .toList();
        FilterRegistration.Dynamic filter = context.addFilter(
                NamedServlets.class.getName() + ' ' + name,
                new NamedFilter(
                        interceptor,
                        name,
                        templates.isEmpty() ? List.of(context.getContextPath() + HandlerPatterns.UNKNOWN) : templates));
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForServletNames(EnumSet.of(DispatcherType.FORWARD, DispatcherType.INCLUDE), false, name);
        }
    }

    private record NamedFilter(Supplier<GuardInterceptor> interceptor, String name, List<String> templates)
            implements Filter {

        @Override
        public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
                throws IOException, ServletException {
            // By a path, the filter of all servlets has guarded it.
            boolean byPath = any instanceof HttpServletRequest request
                    && name.equals(MvcView.mappingOf(request).getServletName());
            if (byPath || passes((HttpServletRequest) any, (HttpServletResponse) answer)) {
                chain.doFilter(any, answer);
            }
        }

        private boolean passes(HttpServletRequest request, HttpServletResponse response) throws IOException {
            GuardInterceptor asked = interceptor.get();
            MvcView view = new MvcView(request);
            for (String template : templates) {
                if (asked.paths().guard(template, () -> List.of(RoutedPath.ofContainer(view)))) {
                    Verdict verdict =
                            asked.guard().check(view, asked.endpoints().forRoute(view.method(), template), Map.of());
                    if (verdict instanceof Verdict.Passed || request.getDispatcherType() != DispatcherType.INCLUDE) {
                        verdict.writeTo(new AnswerView(response));
                    }
                    if (!(verdict instanceof Verdict.Passed)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
