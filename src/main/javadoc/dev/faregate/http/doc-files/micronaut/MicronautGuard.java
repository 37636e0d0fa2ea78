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
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The README's recipe for Micronaut: a filter of all requests that finds endpoints by path. It is made at start, for the log. */
@Context
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class MicronautGuard implements ExceptionHandler<RefusedException, CompletableFuture<HttpResponse<?>>> {

    private static final String WRITTEN = MicronautGuard.class.getName();

    private final RequestGuard guard;
    private final Endpoints endpoints;

    MicronautGuard(RequestGuard guard, Endpoints endpoints) {
        this.guard = guard;
        this.endpoints = endpoints;
        guard.logEndpoints(endpoints);
    }

    /** By the request's own address: a resolver of addresses would believe headers. */
    private record View(HttpRequest<?> request) implements RequestView {

        @Override
        public String method() {
            return request.getMethodName();
        }

        @Override
        public String rawPath() {
            return request.getUri().getRawPath();
        }

        @Override
        public List<String> header(String name) {
            return request.getHeaders().getAll(name);
        }

        @Override
        public String remoteAddress() {
            return request.getRemoteAddress().getAddress().getHostAddress();
        }

        @Override
        public RequestChecks checks() {
            return request.getAttribute(RequestChecks.ATTRIBUTE, RequestChecks.class)
                    .orElseGet(() -> {
                        RequestChecks begun = RequestChecks.begin();
                        request.setAttribute(RequestChecks.ATTRIBUTE, begun);
                        return begun;
                    });
        }
    }

    private record Answer(MutableHttpResponse<?> response) implements ResponseView<RuntimeException> {

        @Override
        public void setHeader(String name, String value) {
            response.getHeaders().set(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            response.getHeaders().add(name, value);
        }

        @Override
        public void send(int status, byte[] body) {
            response.status(status).body(body);
        }
    }

    /** Returns no answer if the request may go on: Micronaut answers 503 to a late null. Handshakes of web sockets are checked, too. */
    @RequestFilter
    CompletableFuture<Optional<HttpResponse<?>>> check(HttpRequest<?> request) {
        return follow(guard.checkAsync(new View(request), endpoints), verdict -> {
            if (verdict instanceof Verdict.Passed) {
                return Optional.empty();
            }
            Answer answer = new Answer(HttpResponse.ok());
            verdict.writeTo(answer);
            return Optional.of(answer.response());
        });
    }

    /**
     * Goes on at once if the guard has answered. Otherwise the request waits, without blocking its event loop, and goes on there. If the
     * client disconnects meanwhile, no permit is taken.
     */
    private static <T, R> CompletableFuture<R> follow(CompletableFuture<T> answer, Function<T, R> then) {
        if (answer.isDone()
                || !(ServerRequestContext.currentRequest().orElse(null) instanceof NettyHttpRequest<?> request)) {
            return answer.thenApply(then);
        }
        ChannelHandlerContext own = request.getChannelHandlerContext();
        // The connection is closed, so this answer is not sent. Without one, Micronaut logs an error.
        ChannelFutureListener gone = closed ->
                answer.completeExceptionally(new HttpStatusException(HttpStatus.REQUEST_TIMEOUT, "disconnected"));
        own.channel().closeFuture().addListener(gone);
        return answer.whenComplete(
                        (given, failure) -> own.channel().closeFuture().removeListener(gone))
                .thenApplyAsync(then, own.executor());
    }

    /** Unless {@link #handle} has. */
    @ResponseFilter
    void writeHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Verdict.Passed passed = new View(request).checks().passed(guard);
        if (passed != null && request.getAttribute(WRITTEN).isEmpty()) {
            passed.writeTo(new Answer(response));
        }
    }

    Caller caller(HttpRequest<?> request) {
        if (new View(request).checks().passed() instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        throw new IllegalStateException("caller: none (expected: no open endpoint)");
    }

    /** The limit of failed attempts, for a handler of an open endpoint that checks a password. */
    SignIn signIn(HttpRequest<?> request) {
        return new View(request).checks().signIn();
    }

    @Override
    public CompletableFuture<HttpResponse<?>> handle(HttpRequest request, RefusedException refusal) {
        View view = new View(request);
        Verdict.Passed passed = view.checks().passed(guard);
        Answer answer = new Answer(HttpResponse.ok());
        passed.writeTo(answer);
        request.setAttribute(WRITTEN, true);
        return follow(guard.refuseAsync(view, passed.match().endpoint(), refusal.problem()), refused -> {
            refused.writeOver(answer);
            return answer.response();
        });
    }
}
