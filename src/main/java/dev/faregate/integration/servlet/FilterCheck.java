package dev.faregate.integration.servlet;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Asks a guard about each request once, and does what it says. */
record FilterCheck(RequestGuard guard, Endpoints endpoints) {

    void filter(ServletView view, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest request = view.request();
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(request, view.response());
            return;
        }
        Verdict verdict = guard.check(view, endpoints);
        verdict.writeTo(view);
        if (verdict instanceof Verdict.Passed passed) {
            pass(passed, view, chain);
        }
    }

    private void pass(Verdict.Passed passed, ServletView view, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest request = view.request();
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
        }
    }
}
