package dev.faregate.integration.jaxrs;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.Verdict;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Guards every resource method of an application. Immutable; safe for use by many threads.
 *
 * <p>A request is checked when its resource method has been found, before any filter with a priority after
 * {@link Priorities#AUTHENTICATION} and before the method's parameters are read. Its endpoint is its method and the template
 * that the runtime has matched, the application's path included, without a slash at the end; see {@link Endpoints#forRoute}. What
 * matches no resource method, the runtime answers 404 or 405 itself: that is neither authenticated nor limited, and neither is
 * what locators of sub-resources do.
 *
 * <p>A {@link RefusedException} of a resource method is answered in the guard's error format. A guard that knows no origins, see
 * {@link dev.faregate.http.RequestGuardBuilder#cors}, has CORS preflights answered 204; filters that handle CORS may add to
 * that answer as to any.
 */
public final class GuardFeature implements Feature {

    private final GuardingFilter filter;

    /**
     * A feature; register it with the application.
     *
     * @param guard checks each request
     * @param endpoints what resource methods need; those that are not among them by the default rules
     * @param remoteAddress tells the address at the other end of the connection, see
     *     {@link dev.faregate.http.RequestView#remoteAddress}. The standard has no way to ask for it, so this is up to the container
     */
    public GuardFeature(
            RequestGuard guard,
            Endpoints endpoints,
            Function<ContainerRequestContext, @Nullable String> remoteAddress) {
        this.filter = new GuardingFilter(
                Objects.requireNonNull(guard, "guard"),
                Objects.requireNonNull(endpoints, "endpoints"),
                Objects.requireNonNull(remoteAddress, "remoteAddress"));
    }

    /**
     * Who sent a request, and what stands in its path's variables.
     *
     * @param context as a resource method gets it: {@code @Context SecurityContext context}
     * @return what the guard has admitted
     * @throws IllegalStateException if no guard has, or the endpoint is open
     */
    public static Verdict.Admitted admitted(SecurityContext context) {
        if (context.getUserPrincipal() instanceof AdmittedContext.User user) {
            return user.admitted();
        }
        throw new IllegalStateException(
                "request: not admitted (expected: guarded by a GuardFeature, and no open endpoint)");
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(filter, Priorities.AUTHENTICATION);
        context.register(new Refusals());
        return true;
    }

    /** Leaves the spelling to the filter, which knows the request. */
    private static final class Refusals implements ExceptionMapper<RefusedException> {
        @Override
        public Response toResponse(RefusedException refusal) {
            return Response.status(refusal.problem().kind().status())
                    .entity(refusal.problem())
                    .build();
        }
    }
}
