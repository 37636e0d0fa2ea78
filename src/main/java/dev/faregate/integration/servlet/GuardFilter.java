package dev.faregate.integration.servlet;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.SignIn;
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
 * A filter that lets only guarded requests through. Thread-safe.
 *
 * <p>Endpoints are found by the path by which the container has chosen the servlet, the context path included. Wrappers of other
 * filters play no part in it, and no header that they read: {@code X-Forwarded-Prefix}, say. Nor do they in the client's address, which is
 * the connection's, see {@link dev.faregate.http.RequestGuardBuilder#trustedProxies}. The method and the headers are those that
 * servlets see, if filters that change them are before this one. A request whose path is not the one that the container has routed by
 * is answered 400.
 *
 * <p>Containers decode and normalise paths before they choose filters and servlets. Another spelling of an endpoint's path is no
 * endpoint, and is answered 404. Map the filter to a part of the application in which everything is an endpoint. A web socket's handshake
 * is a {@code GET} of its path; the container's filter for handshakes has to come after this one, as it does after {@link #addTo}.
 *
 * <p>Each dispatch is checked. The same endpoint again takes no further permit: an asynchronous answer, or a second filter. Another
 * endpoint that a servlet forwards to, includes or dispatches to needs what it declares, and has the limit that it declares; an include that is refused
 * is left out of the page. Error pages go on, and so do pages below {@code /WEB-INF/}, which no client can ask for. A
 * {@link RefusedException} of what runs behind is answered in the guard's error format, unless the answer has begun.
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
     * Creates a filter, and writes to the log what is guarded and open, see {@link RequestGuard#logEndpoints}.
     *
     * @param guard checks each request
     * @param endpoints the endpoints there are; a request for none of them is answered 404
     */
    public GuardFilter(RequestGuard guard, Endpoints endpoints) {
        this.check =
                new FilterCheck(Objects.requireNonNull(guard, "guard"), Objects.requireNonNull(endpoints, "endpoints"));
        guard.logEndpoints(endpoints);
    }

    /**
     * Registers the filter before all that are declared, with support for asynchronous answers: for requests of clients, and for
     * what servlets forward to, include, or dispatch to.
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
        registration.addMappingForUrlPatterns(
                EnumSet.complementOf(EnumSet.of(DispatcherType.ERROR)), false, urlPatterns);
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

    /**
     * Returns the limit of failed attempts for a servlet that checks a password.
     *
     * @param request a request that a filter of this class has let through to an open endpoint
     * @return the limit for this request
     * @throws IllegalStateException if no filter has, or the endpoint is not open
     */
    public static SignIn signIn(ServletRequest request) {
        if (request.getAttribute(RequestChecks.ATTRIBUTE) instanceof RequestChecks checks) {
            return checks.signIn();
        }
        throw new IllegalStateException("sign-in: none (expected: behind a GuardFilter, and an open endpoint)");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("request: not of HTTP (expected: HTTP, or another filter mapping)");
        }
        check.filter(http, answer, chain);
    }
}
