package dev.faregate.integration.jaxrs;

import dev.faregate.http.Endpoints;
import dev.faregate.http.Problem;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a guard before each resource method, and writes what the guard wants to be in the answer. */
record GuardingFilter(
        RequestGuard guard,
        Endpoints endpoints,
        String mount,
        ResourceRoutes routes,
        Function<ContainerRequestContext, @Nullable String> remoteAddress)
        implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String VERDICT = GuardingFilter.class.getName();

    @Override
    public void filter(ContainerRequestContext request) {
        String template = Templates.joined(mount, request.getUriInfo().getMatchedResourceTemplate());
        routes.check(request, template);
        ContextView view = view(request);
        Verdict verdict = guard.check(view, endpoints.forRoute(view.method(), template), view.pathVariables());
        request.setProperty(VERDICT, verdict);
        if (verdict instanceof Verdict.Admitted admitted) {
            request.setSecurityContext(
                    new AdmittedContext(admitted, request.getSecurityContext().isSecure()));
        } else if (!(verdict instanceof Verdict.Passed)) {
            // The other filter writes the answer.
            request.abortWith(Response.noContent().build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(VERDICT) instanceof Verdict verdict) {
            AnswerView answer = new AnswerView(response);
            verdict.writeTo(answer);
            if (verdict instanceof Verdict.Passed passed && response.getEntity() instanceof Problem problem) {
                guard.refuse(view(request), passed, problem, answer);
            }
        }
    }

    private ContextView view(ContainerRequestContext request) {
        return new ContextView(request, remoteAddress.apply(request));
    }
}
