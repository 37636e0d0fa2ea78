package dev.faregate.integration.vertx;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.vertx.ext.web.RoutingContext;

/**
 * Asks a guard about each request once, and does what it says.
 *
 * @param byPath whether the endpoint is found by path rather than by route
 * @param blocking whether the guard is asked on a worker thread
 * @param pausing whether the request's body is held back meanwhile
 */
record RouteCheck(RequestGuard guard, Endpoints endpoints, boolean byPath, boolean blocking, boolean pausing) {

    void handle(RoutingContext context) {
        ContextView view = new ContextView(context);
        if (blocking) {
            // Until the answer is here, nobody listens for the body.
            Runnable resume = pausing ? context.request().pause()::resume : () -> {};
            context.vertx()
                    .executeBlocking(() -> verdict(view), false)
                    .onComplete(verdict -> carryOut(verdict, context), context::fail)
                    .onComplete(decided -> resume.run());
        } else {
            carryOut(verdict(view), context);
        }
    }

    private Verdict verdict(ContextView view) {
        return byPath
                ? guard.check(view, endpoints)
                : guard.check(view, endpoints.forRoute(view.method(), view.template()), view.pathVariables());
    }

    private void carryOut(Verdict verdict, RoutingContext context) {
        verdict.writeTo(new ContextView(context));
        if (verdict instanceof Verdict.Admitted admitted) {
            context.put(Caller.class.getName(), admitted.caller());
        }
        if (verdict instanceof Verdict.Passed) {
            context.next();
        }
    }

    void refuse(RoutingContext context) {
        ContextView view = new ContextView(context);
        Verdict.Passed passed = view.checks().passed(guard);
        if (context.failure() instanceof RefusedException refusal && passed != null) {
            guard.refuse(view, passed, refusal.problem(), view);
        } else {
            context.next();
        }
    }
}
