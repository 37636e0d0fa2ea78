package dev.faregate.it;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.List;

/** The README's recipe for a framework that has no adapter: a view of its requests and answers, and where to ask. */
record JavalinGuard(RequestGuard guard, Endpoints endpoints) {

    private record View(Context context) implements RequestView, ResponseView<RuntimeException> {

        @Override
        public String method() {
            return context.req().getMethod();
        }

        @Override
        public String rawPath() {
            return context.req().getRequestURI();
        }

        @Override
        public List<String> header(String name) {
            return Collections.list(context.req().getHeaders(name));
        }

        @Override
        public String remoteAddress() {
            return context.req().getRemoteAddr();
        }

        @Override
        public void setHeader(String name, String value) {
            context.res().setHeader(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            context.res().addHeader(name, value);
        }

        @Override
        public void send(int status, byte[] body) {
            context.status(status).result(body).skipRemainingHandlers();
        }
    }

    /** After the routes: what none of them is for is guarded, too. */
    void applyTo(JavalinConfig config) {
        config.routes.beforeMatched(this::check);
        config.routes.exception(RefusedException.class, this::refuse);
        for (HandlerType method : HandlerType.values()) {
            if (method.isHttpMethod()) {
                config.routes.addHttpHandler(method, "/*", context -> context.status(404));
            }
        }
    }

    private void check(Context context) {
        Endpoint endpoint = endpoints.forRoute(
                context.req().getMethod(), context.endpoints().matchedHttpEndpoint().path);
        View view = new View(context);
        Verdict verdict = guard.check(view, endpoint, context.pathParamMap());
        context.attribute(guard.attributeName(), verdict);
        verdict.writeTo(view);
    }

    Caller caller(Context context) {
        if (context.attribute(guard.attributeName()) instanceof Verdict.Admitted admitted) {
            return admitted.caller();
        }
        throw new IllegalStateException("caller: none (expected: a guarded route, and no open endpoint)");
    }

    private void refuse(RefusedException refusal, Context context) {
        View view = new View(context);
        guard.refuse(view, context.attribute(guard.attributeName()), refusal.problem(), view);
    }
}
