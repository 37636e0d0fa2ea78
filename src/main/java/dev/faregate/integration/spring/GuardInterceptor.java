package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lets only guarded requests through to the handlers of Spring MVC. An endpoint is the request's method and the best matching
 * pattern, without the context path: {@code GET /rows/{id}}. Whatever no handler is for is one endpoint a method,
 * {@code GET /**}. Each request is checked once, however often it is dispatched; what a server renders of an error is not.
 *
 * <p>Make it a bean, and register it as an interceptor too. As a bean it is heard of requests that no handler is for, which
 * interceptors are not, and answers a {@link RefusedException} that a handler throws. CORS is Spring's affair: it judges preflights
 * before any interceptor; what Spring 7 lets by, where nothing was said of CORS, is answered 204. Immutable; safe for use by many threads.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class GuardInterceptor implements HandlerInterceptor, HandlerExceptionResolver {

    private final RequestGuard guard;
    private final Endpoints endpoints;

    /**
     * An interceptor.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, @Nullable Object handler)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            return true;
        }
        ServletView view = new ServletView(request);
        Verdict verdict = guard.check(view, endpoints.forRoute(view.method(), view.template()), view.pathVariables());
        verdict.writeTo(new AnswerView(response));
        if (verdict instanceof Verdict.Admitted admitted) {
            request.setAttribute(Caller.class.getName(), admitted.caller());
        }
        return verdict instanceof Verdict.Passed;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        try {
            ServletView view = new ServletView(request);
            Verdict.Passed passed = view.checks().passed(guard);
            if (thrown instanceof RefusedException refusal && passed != null) {
                guard.refuse(view, passed, refusal.problem(), new AnswerView(response));
                return new ModelAndView();
            }
            return handler != null || preHandle(request, response, null) ? null : new ModelAndView();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
