package dev.faregate.integration.spring;

import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Permission;
import dev.faregate.integration.spring.routes.GuardedPaths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * An interceptor that lets only guarded requests through to the handlers of Spring MVC. An endpoint is the request's method and the whole
 * pattern of the handler: the context path, the servlet's path and the best matching pattern, as in {@code GET /app/rows/{id}}.
 * A handler whose mapping tells no pattern is {@code GET /app/**}. A request without a handler is {@code GET /**}.
 *
 * <p>Each dispatch of a request is checked. A dispatch to the same endpoint is checked once, a forward to another endpoint needs what
 * that one requires. Error pages of the server are not checked.
 *
 * <p>Spring Boot registers the interceptor, see {@link FaregateMvcAutoConfiguration}. Without Spring Boot, make the interceptor a bean
 * for requests without a handler, and for the {@link RefusedException} that a handler throws. Register it by a bean
 * {@code new MappedInterceptor(null, interceptor)}: {@code WebMvcConfigurer.addInterceptors} reaches only the handler mappings that
 * Spring's own configuration makes. CORS preflights are judged by Spring before any interceptor. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class GuardInterceptor implements HandlerInterceptor, HandlerExceptionResolver {

    /** Spring answers with an error of its own, for which the caller must be known, and no more. */
    private static final Endpoint NO_HANDLER =
            Endpoint.ofRoute("OTHER", "/**").requiring(Permission.READ).limitedAs("unmatched");

    private final RequestGuard guard;
    private final Endpoints endpoints;
    private final GuardedPaths paths;
    private final HandlerPatterns patterns = new HandlerPatterns();

    /**
     * Creates an interceptor for all handlers.
     *
     * @param guard checks each request
     * @param endpoints the endpoints that need something other than the default rules; may be none
     */
    public GuardInterceptor(RequestGuard guard, Endpoints endpoints) {
        this(guard, endpoints, GuardedPaths.ALL);
    }

    private GuardInterceptor(RequestGuard guard, Endpoints endpoints, GuardedPaths paths) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
        this.paths = paths;
    }

    /**
     * Returns the same interceptor for some handlers, by their whole patterns. A handler is guarded if its pattern has a path in common
     * with a guarded pattern, unless an open pattern covers all of its paths. For a handler of all paths below one, such as
     * resources at {@code /**}, the path of each request decides.
     *
     * @param guardedPaths the path patterns that are guarded, as in {@code /api/**}; at least one
     * @param openPaths the path patterns among them that are not guarded
     * @return the changed interceptor
     * @throws IllegalArgumentException if no path is guarded, or a pattern does not begin with a slash
     */
    public GuardInterceptor within(List<String> guardedPaths, List<String> openPaths) {
        return new GuardInterceptor(guard, endpoints, new GuardedPaths(guardedPaths, openPaths));
    }

    /**
     * Returns what the guard has admitted: the caller, and the endpoint with its path variables.
     *
     * @param request a request of a handler that an interceptor of this class has let through
     * @return the latest verdict
     * @throws IllegalStateException if no guard has admitted the request, or the endpoint is open
     */
    public static Verdict.Admitted admitted(ServletRequest request) {
        RequestChecks checks = MvcView.checksOf(request);
        if (checks != null && checks.passed() instanceof Verdict.Admitted admitted) {
            return admitted;
        }
        throw new IllegalStateException("request: not admitted (expected: a guarded path, and no open endpoint)");
    }

    RequestGuard guard() {
        return guard;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    GuardedPaths paths() {
        return paths;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        boolean passed = request.getDispatcherType() == DispatcherType.ERROR
                || handler instanceof ExchangeHandler
                || passes(new MvcView(request), response, handler);
        if (passed) {
            UploadRequest.release(request);
        }
        return passed;
    }

    private boolean passes(MvcView view, HttpServletResponse response, Object handler) throws IOException {
        String template = view.template(patterns.of(view.request(), handler));
        return !paths.guard(template, () -> RoutedPath.of(view))
                || check(
                        view,
                        endpoints.forRoute(view.method(), template),
                        view.pathVariables(HandlerPatterns.variablesAttribute(handler)),
                        response);
    }

    private boolean check(MvcView view, Endpoint endpoint, Map<String, String> variables, HttpServletResponse response)
            throws IOException {
        Verdict known = endpoint.isOpen() ? null : UploadRequest.unauthenticated(view.request(), guard);
        Verdict verdict = known == null ? guard.check(view, endpoint, variables) : known;
        verdict.writeTo(new AnswerView(response));
        return verdict instanceof Verdict.Passed;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        MvcView view = new MvcView(request);
        try {
            if (thrown instanceof UploadRequest.Refused refused) {
                refused.verdict().writeTo(new AnswerView(response));
                return new ModelAndView();
            }
            Verdict.Passed passed = view.checks().passed(guard);
            if (thrown instanceof RefusedException refusal && passed != null) {
                guard.refuse(view, passed, refusal.problem(), new AnswerView(response));
                return new ModelAndView();
            }
            return handler != null || passesWithoutHandler(view, response, thrown) ? null : new ModelAndView();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private boolean passesWithoutHandler(MvcView view, HttpServletResponse response, Exception thrown)
            throws IOException {
        if (view.request().getDispatcherType() == DispatcherType.ERROR
                || !paths.guard(null, () -> RoutedPath.of(view))) {
            return true;
        }
        Endpoint endpoint =
                thrown instanceof NoHandlerFoundException ? endpoints.forRoute(view.method(), null) : NO_HANDLER;
        return check(view, endpoint, Map.of(), response);
    }
}
