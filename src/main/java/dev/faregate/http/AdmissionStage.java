package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.RateLimiter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The second stage: requires what the endpoint requires, and knows where to take a permit for it, and whose. */
record AdmissionStage(RateLimiter limiter, Function<Caller, String> limitKey, GuardListener listener) {

    /** Why a caller may not use an endpoint, or null if it may. */
    @Nullable
    Problem problem(Caller caller, Endpoints.Match match, Access.Guarded access) {
        if (!reaches(caller, match, access.resourceVariable())) {
            listener.rejected(match.endpoint().toString(), RejectionReason.WRONG_RESOURCE);
            return Problem.credentialInvalid(caller.kind());
        }
        return allows(caller, access) ? null : Problem.permissionInsufficient(caller.kind());
    }

    /** What takes permits for an endpoint. */
    EndpointLimiter limiter(Endpoint endpoint) {
        return limiter.endpoint(endpoint.limitName());
    }

    /** Whose permits a caller takes. */
    String limitKey(Caller caller) {
        return limitKey.apply(caller);
    }

    private static boolean allows(Caller caller, Access.Guarded access) {
        return caller.permission().includes(access.permission())
                && (access.scopes().isEmpty() || caller.scopes().includes(access.scopes()))
                && (access.kinds().isEmpty() || access.kinds().contains(caller.kind()));
    }

    private static boolean reaches(Caller caller, Endpoints.Match match, @Nullable String variable) {
        if (variable == null) {
            return true;
        }
        String resource = match.pathVariables().get(variable);
        if (resource == null) {
            throw new IllegalArgumentException(
                    "path variables: " + match.pathVariables().keySet() + " (expected: " + variable
                            + ", which names the resource of " + match.endpoint() + ")");
        }
        Resource bound = caller.resource();
        return bound == null || bound.id().equals(resource);
    }
}
