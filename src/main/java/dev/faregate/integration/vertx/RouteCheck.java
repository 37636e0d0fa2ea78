package dev.faregate.integration.vertx;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Principal;
import io.vertx.ext.web.RoutingContext;

/** Asks a guard about each request once, and does what it says. */
record RouteCheck(RequestGuard guard, Endpoints endpoints, boolean byPath) {

    boolean isDone(RoutingContext context) {
        return context.get(guard.attributeName()) != null;
    }

    /** All that may wait for a store. */
    Verdict verdict(ContextView view) {
        return byPath
                ? guard.check(view, endpoints)
                : guard.check(view, endpoints.ofRoute(view.method(), view.template()), view.pathVariables());
    }

    void carryOut(Verdict verdict, ContextView view) {
        RoutingContext context = view.context();
        context.put(guard.attributeName(), verdict);
        verdict.writeTo(view);
        if (verdict instanceof Verdict.Admitted admitted) {
            context.put(Principal.class.getName(), admitted.principal());
        }
        if (verdict instanceof Verdict.Passed) {
            context.next();
        }
    }

    void refuse(RoutingContext context) {
        if (context.failure() instanceof RefusedException refusal
                && context.get(guard.attributeName()) instanceof Verdict.Passed passed) {
            ContextView view = new ContextView(context);
            guard.refuse(view, passed, refusal.problem(), view);
        } else {
            context.next();
        }
    }
}
