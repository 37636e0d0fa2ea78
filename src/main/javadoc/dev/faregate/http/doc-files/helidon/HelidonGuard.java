package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import dev.faregate.http.SignIn;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.helidon.common.context.Contexts;
import io.helidon.webserver.Handler;
import io.helidon.webserver.Routing;
import io.helidon.webserver.ServerRequest;
import io.helidon.webserver.ServerResponse;
import io.helidon.webserver.Service;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The README's recipe for Helidon SE: stands before all routes, and finds endpoints by itself. Web sockets of Helidon 3 have a routing of
 * their own, which no service stands before: they are not guarded.
 */
record HelidonGuard(RequestGuard guard, Endpoints endpoints) implements Service, Handler {

    HelidonGuard {
        guard.logEndpoints(endpoints);
    }

    private record View(ServerRequest request, ServerResponse response)
            implements RequestView, ResponseView<RuntimeException> {

        @Override
        public String method() {
            return request.method().name();
        }

        @Override
        public String rawPath() {
            return request.uri().getRawPath();
        }

        @Override
        public List<String> header(String name) {
            return request.headers().all(name);
        }

        @Override
        public String remoteAddress() {
            return request.remoteAddress();
        }

        @Override
        public RequestChecks checks() {
            return request.context()
                    .get(RequestChecks.ATTRIBUTE, RequestChecks.class)
                    .orElseGet(() -> {
                        RequestChecks begun = RequestChecks.begin();
                        request.context().register(RequestChecks.ATTRIBUTE, begun);
                        return begun;
                    });
        }

        @Override
        public void setHeader(String name, String value) {
            response.headers().put(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            response.addHeader(name, value);
        }

        @Override
        public void send(int status, byte[] body) {
            response.status(status).send(body);
        }
    }

    @Override
    public void update(Routing.Rules rules) {
        rules.any(this);
    }

    @Override
    public void accept(ServerRequest request, ServerResponse response) {
        View view = new View(request, response);
        follow(view, guard.checkAsync(view, endpoints), verdict -> {
            verdict.writeTo(view);
            if (verdict instanceof Verdict.Passed) {
                request.next();
            }
        });
    }

    /**
     * Goes on at once if the guard has answered. Otherwise the request waits, without blocking its event loop, and goes on there, in its
     * own context. If the client disconnects meanwhile, no permit is taken.
     */
    private static <T> void follow(View view, CompletableFuture<T> answer, Consumer<T> then) {
        if (answer.isDone()) {
            then.accept(answer.join());
            return;
        }
        Executor loop = ThreadExecutorMap.currentExecutor();
        Executor own = loop == null ? Runnable::run : loop;
        ServerRequest request = view.request();
        view.response().whenSent().exceptionallyAccept(gone -> answer.cancel(false));
        answer.whenComplete((given, failure) -> own.execute(() -> Contexts.runInContext(request.context(), () -> {
            if (failure == null) {
                then.accept(given);
            } else if (!answer.isCancelled()) {
                request.next(failure);
            }
        })));
    }

    Caller caller(ServerRequest request) {
        RequestChecks checks = request.context()
                .get(RequestChecks.ATTRIBUTE, RequestChecks.class)
                .orElseThrow();
        if (checks.passed() instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        throw new IllegalStateException("caller: none (expected: no open endpoint)");
    }

    /** The limit of failed attempts, for a handler of an open endpoint that checks a password. */
    SignIn signIn(ServerRequest request) {
        return request.context()
                .get(RequestChecks.ATTRIBUTE, RequestChecks.class)
                .orElseThrow()
                .signIn();
    }

    /** To be registered for {@code RefusedException}s as an error handler. */
    void refuse(ServerRequest request, ServerResponse response, RefusedException refusal) {
        View view = new View(request, response);
        Verdict.Passed passed = view.checks().passed(guard);
        follow(
                view,
                guard.refuseAsync(view, passed.match().endpoint(), refusal.problem()),
                answer -> answer.writeOver(view));
    }
}
