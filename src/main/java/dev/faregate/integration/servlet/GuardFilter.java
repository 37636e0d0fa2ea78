package dev.faregate.integration.servlet;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
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
import java.util.Objects;

/**
 * A filter that lets only guarded requests through. Immutable; safe for use by many threads.
 *
 * <p>Endpoints are found by the request's whole path as it was sent, the context path included. Servers decode and normalise
 * paths before they choose filters and servlets, each in its own way; so another spelling of a path may well arrive here, and is
 * no endpoint: it is answered 404 and goes no further. Map the filter to a part of the application in which everything is an
 * endpoint.
 *
 * <p>A request is checked once, however often it comes by: dispatched again when an asynchronous answer is ready, forwarded, or
 * because the filter was registered twice. Error pages are let through. A {@link RefusedException} of what runs behind is
 * answered in the guard's error format, unless the answer has begun.
 *
 * <p>CORS preflights go no further: many a servlet takes any method. A guard that knows no origins, see
 * {@link dev.faregate.http.RequestGuardBuilder#cors}, has them answered 204; another filter that handles CORS belongs before
 * this one.
 */
public final class GuardFilter implements Filter {

    /** The name of the attribute that {@link #admitted} reads, whichever filter has set it. */
    static final String ADMITTED = GuardFilter.class.getName() + ".admitted";

    private final FilterCheck check;

    /**
     * A filter.
     *
     * @param guard checks each request
     * @param endpoints the endpoints there are; a request for none of them is answered 404
     */
    public GuardFilter(RequestGuard guard, Endpoints endpoints) {
        this.check =
                new FilterCheck(Objects.requireNonNull(guard, "guard"), Objects.requireNonNull(endpoints, "endpoints"));
    }

    /**
     * Registers the filter before all that are declared, with support for asynchronous answers, for requests as they come from
     * clients.
     *
     * @param context the application, before it has started
     * @param urlPatterns what to guard, relative to the context path: {@code /api/*}
     * @throws IllegalStateException if the application has started, or there is such a filter already
     */
    public void addTo(ServletContext context, String... urlPatterns) {
        FilterRegistration.Dynamic registration = context.addFilter(GuardFilter.class.getName(), this);
        if (registration == null) {
            throw new IllegalStateException("filter " + GuardFilter.class.getName() + ": registered already");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, urlPatterns);
    }

    /**
     * Who sent a request, and what stands in its path's variables.
     *
     * @param request a request that a filter of this class has let through
     * @return what the guard has admitted
     * @throws IllegalStateException if none has, or the endpoint is open
     */
    public static Verdict.Admitted admitted(ServletRequest request) {
        if (request.getAttribute(ADMITTED) instanceof Verdict.Admitted admitted) {
            return admitted;
        }
        throw new IllegalStateException("request: not admitted (expected: behind a GuardFilter, and no open endpoint)");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("request: not of HTTP (expected: HTTP, or another filter mapping)");
        }
        check.filter(new ServletView(http, answer), chain);
    }
}
