package dev.faregate.integration.spring;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/** What a guard sees of a request to the dispatcher servlet. */
record ServletView(HttpServletRequest request) implements RequestView {

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
    public @Nullable String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public RequestChecks checks() {
        if (request.getAttribute(RequestChecks.ATTRIBUTE) instanceof RequestChecks kept) {
            return kept;
        }
        RequestChecks begun = RequestChecks.begin();
        request.setAttribute(RequestChecks.ATTRIBUTE, begun);
        return begun;
    }

    /** Of the handler, without the context path; null if none was found. */
    @Nullable
    String template() {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }

    @SuppressWarnings("unchecked")
    Map<String, String> pathVariables() {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables == null ? Map.of() : (Map<String, String>) variables;
    }
}
