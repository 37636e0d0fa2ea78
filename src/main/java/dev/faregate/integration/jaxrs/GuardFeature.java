package dev.faregate.integration.jaxrs;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RefusedException;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.SignIn;
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
 * A feature that guards every resource method of an application. Immutable and thread-safe.
 *
 * <p>A request is checked when its resource method has been found, before any filter with a priority after
 * {@link Priorities#AUTHENTICATION} and before the method's parameters are read. Its endpoint is its method and the template
 * that the runtime has matched, without a slash at the end; see {@link Endpoints#forRoute}. The template begins with {@link #mountedAt},
 * followed by the application's path ({@code @ApplicationPath}) and by those of the class, of locators of sub-resources and of the method. What
 * matches no resource method, the runtime answers 404, 405, 406 or 415 itself, and the feature answers 401 in place of it without a good credential. Locators of
 * sub-resources run before the request is checked.
 *
 * <p>The first request for a resource method that is no sub-resource's compares the endpoints with the resource methods. If an endpoint is declared and has no
 * resource method, this request and all that follow are answered 500, and the exception names the endpoint. The standard does not tell an application's
 * resource methods before. It never tells those of sub-resources: declare their endpoints {@link dev.faregate.http.Endpoint#optional()}.
 *
 * <p>Register one feature with an application: of two, runtimes ignore the second.
 *
 * <p>A {@link RefusedException} of a resource method is answered in the guard's error format. A guard that knows no origins, see
 * {@link dev.faregate.http.RequestGuardBuilder#cors}, has CORS preflights answered 204; filters that handle CORS may add to
 * that answer as to any.
 *
 * <p>In a servlet container:
 * <pre>{@code
 * servletContext.addListener(ServletAddress.class);
 * resourceConfig.register(new GuardFeature(guard, endpoints, ServletAddress::of));
 * }</pre>
 */
public final class GuardFeature implements Feature {

    private final RequestGuard guard;
    private final Endpoints endpoints;
    private final Function<ContainerRequestContext, @Nullable String> remoteAddress;
    private final String mount;

    /**
     * Creates a feature; register it with the application.
     *
     * @param guard checks each request
     * @param endpoints what resource methods need; what is not among them is refused or needs what the default rules say, see
     *     {@link Endpoints#others}
     * @param remoteAddress returns the address at the other end of the connection, see
     *     {@link dev.faregate.http.RequestView#remoteAddress}. In a servlet container it is {@link ServletAddress#of}; the standard
     *     itself has no way to ask for it
     */
    public GuardFeature(
            RequestGuard guard,
            Endpoints endpoints,
            Function<ContainerRequestContext, @Nullable String> remoteAddress) {
        this(
                Objects.requireNonNull(guard, "guard"),
                Objects.requireNonNull(endpoints, "endpoints"),
                Objects.requireNonNull(remoteAddress, "remoteAddress"),
                "");
    }

    private GuardFeature(
            RequestGuard guard,
            Endpoints endpoints,
            Function<ContainerRequestContext, @Nullable String> remoteAddress,
            String mount) {
        this.guard = guard;
        this.endpoints = endpoints;
        this.remoteAddress = remoteAddress;
        this.mount = mount;
    }

    /**
     * Returns the same feature for an application below a path that it does not know of: the context path, and the path of the
     * servlet if there is no {@code @ApplicationPath}. The templates of endpoints and limits begin with it. It is set here, and not taken from
     * requests, because headers change what requests say of it ({@code X-Forwarded-Prefix}).
     *
     * @param path the path: {@code servletContext.getContextPath()}, say
     * @return the changed copy
     */
    public GuardFeature mountedAt(String path) {
        return new GuardFeature(guard, endpoints, remoteAddress, Objects.requireNonNull(path, "path"));
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

    /**
     * Returns the limit of failed attempts for a resource method that checks a password.
     *
     * @param request as a resource method gets it: {@code @Context ContainerRequestContext request}
     * @return the limit for this request
     * @throws IllegalStateException if no guard has let the request through, or the endpoint is not open
     */
    public static SignIn signIn(ContainerRequestContext request) {
        if (request.getProperty(RequestChecks.ATTRIBUTE) instanceof RequestChecks checks) {
            return checks.signIn();
        }
        throw new IllegalStateException("sign-in: none (expected: guarded by a GuardFeature, and an open endpoint)");
    }

    @Override
    public boolean configure(FeatureContext context) {
        ResourceRoutes routes = new ResourceRoutes(endpoints);
        context.register(routes);
        context.register(new GuardingFilter(guard, endpoints, mount, routes, remoteAddress), Priorities.AUTHENTICATION);
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
