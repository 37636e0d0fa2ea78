package dev.faregate.integration.spring;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
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
 * before any interceptor. Immutable; safe for use by many threads.
 */
public final class GuardInterceptor implements HandlerInterceptor, HandlerExceptionResolver, Ordered {

    private final HandlerCheck check;

    /**
     * An interceptor.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints) {
        this.check = new HandlerCheck(
                Objects.requireNonNull(guard, "guard"), Objects.requireNonNull(endpoints, "endpoints"));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        ServletView view = new ServletView(request);
        return check.goesOn(view, view.template(), new AnswerView(response));
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        ServletView view = new ServletView(request);
        AnswerView answer = new AnswerView(response);
        try {
            boolean answered =
                    check.refuses(view, thrown, answer) || (handler == null && !check.goesOn(view, null, answer));
            return answered ? new ModelAndView() : null;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Before the resolvers that would answer a request that was not checked yet. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
