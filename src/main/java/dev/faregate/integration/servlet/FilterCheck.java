package dev.faregate.integration.servlet;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks a guard about each dispatch of a request, and does what it says. */
record FilterCheck(RequestGuard guard, Endpoints endpoints) {

    void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ERROR || RoutedPath.isHidden(request)) {
            chain.doFilter(request, response);
            return;
        }
        String path = RoutedPath.of(request);
        if (path == null) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        ServletView view = new ServletView(request, path, remoteAddress(request), response);
        Verdict verdict = guard.check(view, endpoints);
        verdict.writeTo(view);
        if (verdict instanceof Verdict.Passed passed) {
            pass(passed, view, chain);
        }
    }

    /** Null on a Unix socket, whose other end has no address. */
    private static @Nullable String remoteAddress(ServletRequest request) {
        String address = RoutedPath.connection(request).getRemoteAddr();
        return address == null || address.isEmpty() ? null : address;
    }

    private void pass(Verdict.Passed passed, ServletView view, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest request = view.request();
        Object outer = request.getAttribute(GuardFilter.ADMITTED);
        try {
            if (passed instanceof Verdict.Admitted admitted) {
                request.setAttribute(GuardFilter.ADMITTED, admitted);
                chain.doFilter(new AdmittedRequest(request, admitted), view.response());
            } else {
                chain.doFilter(request, view.response());
            }
        } catch (RefusedException refusal) {
            if (view.response().isCommitted() || request.isAsyncStarted()) {
                throw refusal;
            }
            view.forgetBody();
            guard.refuse(view, passed, refusal.problem(), view);
        } finally {
            if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                request.setAttribute(GuardFilter.ADMITTED, outer);
            }
        }
    }
}
