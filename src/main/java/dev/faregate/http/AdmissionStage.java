package dev.faregate.http;

import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.RateLimiter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The second stage: requires what the endpoint requires, and knows where to take a permit for it, and whose. */
record AdmissionStage(RateLimiter limiter, Function<Principal, String> caller, GuardListener listener) {

    /** Why a principal may not use an endpoint, or null if it may. */
    @Nullable
    Problem problem(Principal principal, Endpoints.Match match, Access.Guarded access) {
        if (!reaches(principal, match, access.resourceVariable())) {
            listener.rejected(match.endpoint().toString(), RejectionReason.WRONG_RESOURCE);
            return Problem.credentialInvalid(principal.kind());
        }
        return allows(principal, access) ? null : Problem.permissionInsufficient(principal.kind());
    }

    /** What takes permits for an endpoint. */
    EndpointLimiter limiter(Endpoint endpoint) {
        return limiter.endpoint(endpoint.limitName());
    }

    /** Whose permits a principal takes. */
    String caller(Principal principal) {
        return caller.apply(principal);
    }

    private static boolean allows(Principal principal, Access.Guarded access) {
        return principal.permission().includes(access.permission())
                && (access.scopes().isEmpty() || principal.scopes().includes(access.scopes()))
                && (access.kinds().isEmpty() || access.kinds().contains(principal.kind()));
    }

    private static boolean reaches(Principal principal, Endpoints.Match match, @Nullable String variable) {
        if (variable == null) {
            return true;
        }
        String resource = match.pathVariables().get(variable);
        if (resource == null) {
            throw new IllegalArgumentException(
                    "path variables: " + match.pathVariables().keySet() + " (expected: " + variable
                            + ", which names the resource of " + match.endpoint() + ")");
        }
        Resource bound = principal.resource();
        return bound == null || bound.id().equals(resource);
    }
}
