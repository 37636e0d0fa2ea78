package dev.faregate.integration.jaxrs;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a guard sees of a request to a resource. */
record ContextView(
        ContainerRequestContext request, @Nullable String remoteAddress) implements RequestView {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return request.getUriInfo().getRequestUri().getRawPath();
    }

    @Override
    public List<String> header(String name) {
        return Objects.requireNonNullElse(request.getHeaders().get(name), List.of());
    }

    @Override
    public RequestChecks checks() {
        if (request.getProperty(RequestChecks.ATTRIBUTE) instanceof RequestChecks kept) {
            return kept;
        }
        RequestChecks begun = RequestChecks.begin();
        request.setProperty(RequestChecks.ATTRIBUTE, begun);
        return begun;
    }

    Map<String, String> pathVariables() {
        return request.getUriInfo().getPathParameters().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey(), entry -> entry.getValue().get(0)));
    }
}
