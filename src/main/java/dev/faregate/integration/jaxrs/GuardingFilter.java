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
import java.util.Map;
import java.util.Set;
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
    private static final int NOT_FOUND = 404;

    /** What runtimes answer if they find a path, a method, or a media type in no resource method. */
    private static final Set<Integer> UNMATCHED = Set.of(NOT_FOUND, 405, 406, 415);

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
        AnswerView answer = new AnswerView(response);
        if (!(request.getProperty(VERDICT) instanceof Verdict verdict)) {
            if (UNMATCHED.contains(response.getStatus())) {
                answerUnmatched(request, response, answer);
            }
            return;
        }
        verdict.writeTo(answer);
        if (verdict instanceof Verdict.Passed passed && response.getEntity() instanceof Problem problem) {
            guard.refuse(view(request), passed, problem, answer);
        }
    }

    /** Only the authenticated are told what the runtime says of a path or a method that there is not. */
    private void answerUnmatched(
            ContainerRequestContext request, ContainerResponseContext response, AnswerView answer) {
        ContextView view = view(request);
        Verdict verdict = guard.check(view, endpoints.forRoute(view.method(), null), Map.of());
        if (verdict instanceof Verdict.Passed) {
            verdict.writeTo(answer);
        } else if (!(verdict instanceof Verdict.Answered answered && answered.status() == NOT_FOUND)) {
            response.getHeaders().remove("Allow");
            verdict.writeTo(answer);
        }
    }

    private ContextView view(ContainerRequestContext request) {
        return new ContextView(request, remoteAddress.apply(request));
    }
}
