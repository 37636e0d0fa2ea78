package dev.faregate.integration.jaxrs;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a guard sees of a request to a resource. */
record ContextView(
        ContainerRequestContext request, @Nullable String remoteAddress) implements RequestView {

    private static final Pattern SLASHES = Pattern.compile("/+");

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

    /** Of the route. Runtimes join its parts with more slashes than were declared, and match paths without regard to the last. */
    String template() {
        String joined = SLASHES.matcher(request.getUriInfo().getMatchedResourceTemplate())
                .replaceAll("/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    Map<String, String> pathVariables() {
        return request.getUriInfo().getPathParameters().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey(), entry -> entry.getValue().get(0)));
    }
}
