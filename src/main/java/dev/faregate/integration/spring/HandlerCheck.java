package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Principal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks a guard about each request once, and does what it says. */
record HandlerCheck(RequestGuard guard, Endpoints endpoints) {

    /** False if the request was answered. */
    boolean goesOn(ServletView view, @Nullable String template, AnswerView answer) throws IOException {
        HttpServletRequest request = view.request();
        if (request.getDispatcherType() == DispatcherType.ERROR
                || request.getAttribute(guard.attributeName()) != null) {
            return true;
        }
        Verdict verdict = guard.check(view, endpoints.ofRoute(view.method(), template), view.pathVariables());
        request.setAttribute(guard.attributeName(), verdict);
        if (verdict instanceof Verdict.Preflight) {
            return true;
        }
        verdict.writeTo(answer);
        if (verdict instanceof Verdict.Admitted admitted) {
            request.setAttribute(Principal.class.getName(), admitted.principal());
        }
        return verdict instanceof Verdict.Passed;
    }

    /** False if it is no refusal of a request that has passed, which then has no answer yet. */
    boolean refuses(ServletView view, Exception thrown, AnswerView answer) throws IOException {
        if (thrown instanceof RefusedException refusal
                && view.request().getAttribute(guard.attributeName()) instanceof Verdict.Passed passed) {
            guard.refuse(view, passed, refusal.problem(), answer);
            return true;
        }
        return false;
    }
}
