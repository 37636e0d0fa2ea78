package dev.faregate.it;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import java.util.List;

/** The README's recipe for Micronaut: a filter of all requests that finds endpoints by path. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class MicronautGuard implements ExceptionHandler<RefusedException, HttpResponse<?>> {

    private final RequestGuard guard;
    private final Endpoints endpoints;

    MicronautGuard(RequestGuard guard, Endpoints endpoints) {
        this.guard = guard;
        this.endpoints = endpoints;
    }

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

    /** Goes on if it answers nothing. */
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        Verdict verdict = guard.check(new View(request), endpoints);
        if (verdict instanceof Verdict.Passed) {
            request.setAttribute(guard.attributeName(), verdict);
            return null;
        }
        Answer answer = new Answer(HttpResponse.ok());
        verdict.writeTo(answer);
        return answer.response();
    }

    @ResponseFilter
    void writeHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
        request.getAttribute(guard.attributeName(), Verdict.Passed.class)
                .ifPresent(passed -> passed.writeTo(new Answer(response)));
    }

    Caller caller(HttpRequest<?> request) {
        if (passed(request) instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        throw new IllegalStateException("caller: none (expected: no open endpoint)");
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, RefusedException refusal) {
        Verdict.Passed passed = passed(request);
        Answer answer = new Answer(HttpResponse.ok());
        passed.writeTo(answer);
        guard.refuse(new View(request), passed, refusal.problem(), answer);
        // The filter would write once more.
        request.removeAttribute(guard.attributeName(), Verdict.Passed.class);
        return answer.response();
    }

    private Verdict.Passed passed(HttpRequest<?> request) {
        return request.getAttribute(guard.attributeName(), Verdict.Passed.class).orElseThrow();
    }
}
