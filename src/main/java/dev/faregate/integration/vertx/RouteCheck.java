package dev.faregate.integration.vertx;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.Problem;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.ResponseHeaders;
import dev.faregate.http.Verdict;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a guard about a request, and does what it says on the request's own context.
 *
 * @param pausing whether the request's body is held back while the guard has not answered; not where the server does so by itself
 */
record RouteCheck(RequestGuard guard, Endpoints endpoints, boolean pausing) {

    private static final String WRITTEN = RouteCheck.class.getName();

    private static final Problem TWO_PATHS =
            Problem.of(Problem.Kind.REQUEST_INVALID, "The path of this request was changed by a header.");

    /** What the guard has written into the answer, and for which request line: {@code reroute} takes all headers away. */
    private record Written(String method, String uri, ResponseHeaders headers) {}

    /** For a route; null if the router has none. */
    void byRoute(RoutingContext context, @Nullable String template) {
        ContextView view = new ContextView(context);
        Map<String, String> variables = context.pathParams();
        follow(
                context,
                guard.checkAsync(view, endpoints.forRoute(view.method(), template), variables),
                verdict -> carryOut(verdict, context));
    }

    void byPath(RoutingContext context) {
        ContextView view = new ContextView(context);
        if (view.hasOnePath()) {
            follow(context, guard.checkAsync(view, endpoints), verdict -> carryOut(verdict, context));
        } else {
            Endpoint none = endpoints.forRoute(view.method(), null);
            follow(context, guard.refuseAsync(view, none, TWO_PATHS), answer -> answer.writeTo(view));
        }
    }

    /** For a request that no route of a router has answered. The guard knows which methods a declared path has. */
    void unmatched(RoutingContext context) {
        if (endpoints.methodsOf(new ContextView(context).rawPath()).isEmpty()) {
            byRoute(context, null);
        } else {
            byPath(context);
        }
    }

    void refuse(RoutingContext context) {
        ContextView view = new ContextView(context);
        Verdict.Passed passed = view.checks().passed(guard);
        if (context.failure() instanceof RefusedException refusal && passed != null) {
            follow(
                    context,
                    guard.refuseAsync(view, passed.match().endpoint(), refusal.problem()),
                    answer -> answer.writeOver(view));
        } else {
            context.next();
        }
    }

    private static void carryOut(Verdict verdict, RoutingContext context) {
        ContextView view = new ContextView(context);
        String uri = context.request().uri();
        Written before = context.get(WRITTEN);
        if (before != null && !(before.uri().equals(uri) && before.method().equals(view.method()))) {
            before.headers().writeTo(view::setHeader, view::addHeader);
        }
        context.put(WRITTEN, new Written(view.method(), uri, before == null ? verdict.headers() : before.headers()));
        verdict.writeTo(view);
        if (verdict instanceof Verdict.Passed) {
            context.next();
        }
    }

    /** Goes on at once if the guard has answered already. Else the request waits, and the event loop does not. */
    private <T> void follow(RoutingContext context, CompletableFuture<T> answer, Consumer<T> then) {
        if (answer.isDone()) {
            end(context, answer, then);
            return;
        }
        HttpServerRequest request = context.request();
        boolean held = pausing && !request.isEnded();
        if (held) {
            request.pause();
        }
        // The client may go, and a handler of timeouts may answer.
        int gone = context.addEndHandler(ended -> answer.cancel(false));
        Context own = context.vertx().getOrCreateContext();
        CompletionStage<T> later = answer;
        later.whenComplete((given, failure) -> own.runOnContext(hop -> {
            context.removeEndHandler(gone);
            // Before the next handler, which may pause it again; what was held back comes after that handler.
            if (held && !request.isEnded()) {
                request.resume();
            }
            end(context, answer, then);
        }));
    }

    private static <T> void end(RoutingContext context, CompletableFuture<T> answer, Consumer<T> then) {
        HttpServerResponse response = context.response();
        if (answer.isCancelled() || response.ended() || response.closed()) {
            return;
        }
        try {
            then.accept(answer.join());
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            context.fail(cause == null ? failed : cause);
        } catch (RuntimeException bug) {
            context.fail(bug);
        }
    }
}
