package dev.faregate.integration.spring;

import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Answers CORS preflights where that is the guard's affair. No interceptor could: Spring judges preflights before the first of them, and
 * in version 6 refuses those that it was told nothing about. As the first mapping that is asked, it also forgets by which pattern an
 * earlier dispatch of the request was routed.
 */
record PreflightMapping(RequestGuard guard) implements HandlerMapping, Ordered {

    private static final Endpoint ANY = Endpoint.ofRoute("OPTIONS", "/**");

    @Override
    public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
        request.removeAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE);
        request.removeAttribute(URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (!CorsUtils.isPreFlightRequest(request)
                || !(guard.check(new MvcView(request), ANY, Map.of()) instanceof Verdict.Answered answered)) {
            return null;
        }
        HttpRequestHandler handler = (preflight, response) -> answered.writeTo(new AnswerView(response));
        return new HandlerExecutionChain(handler);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
