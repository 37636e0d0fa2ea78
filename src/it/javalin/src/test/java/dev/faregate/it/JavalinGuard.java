package dev.faregate.it;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Principal;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** The README's recipe for a framework that has no adapter: a view of its requests, and what to do with a verdict. */
record JavalinGuard(RequestGuard guard, Endpoints endpoints) {

    private record View(HttpServletRequest request) implements RequestView {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String rawPath() {
            return request.getRequestURI();
        }

        @Override
        public List<String> header(String name) {
            return Collections.list(request.getHeaders(name));
        }

        @Override
        public String remoteAddress() {
            return request.getRemoteAddr();
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
        Endpoint endpoint =
                endpoints.ofRoute(context.req().getMethod(), context.endpoints().matchedHttpEndpoint().path);
        Verdict verdict = guard.check(new View(context.req()), endpoint, context.pathParamMap());
        if (verdict instanceof Verdict.Passed passed) {
            writeHeaders(context, passed);
            context.attribute(guard.attributeName(), passed);
        } else if (verdict instanceof Verdict.Answered answered) {
            answer(context, answered);
        } else {
            context.status(204).skipRemainingHandlers();
        }
    }

    Principal principal(Context context) {
        if (context.attribute(guard.attributeName()) instanceof Verdict.Admitted admitted) {
            return admitted.principal();
        }
        throw new IllegalStateException("principal: none (expected: a guarded route, and no open endpoint)");
    }

    private void refuse(RefusedException refusal, Context context) {
        Verdict.Passed passed = context.attribute(guard.attributeName());
        answer(context, guard.refuse(new View(context.req()), passed.match().endpoint(), refusal.problem()));
    }

    private static void answer(Context context, Verdict.Answered answered) {
        writeHeaders(context, answered);
        context.status(answered.status()).result(answered.bytes()).skipRemainingHandlers();
    }

    private static void writeHeaders(Context context, Verdict verdict) {
        verdict.headers().writeTo(context.res()::setHeader, context.res()::addHeader);
    }
}
