package dev.faregate.http;

import dev.faregate.identity.Principal;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The second stage: requires what the endpoint requires, and takes a permit for the caller and the endpoint. */
record AdmissionStage(RateLimiter limiter, Function<Principal, String> caller, GuardListener listener) {

    /** Why a principal may not use an endpoint, or null if it may. */
    @Nullable
    Problem problem(Principal principal, Endpoints.Match match) {
        Endpoint endpoint = match.endpoint();
        if (!opens(principal, match)) {
            listener.rejected(endpoint.toString(), RejectionReason.WRONG_RESOURCE);
            return Problem.credentialInvalid(principal.kind());
        }
        return allows(principal, endpoint) ? null : Problem.permissionInsufficient(principal.kind());
    }

    Decision take(Principal principal, String limitName) {
        return limiter.take(limitName, caller.apply(principal));
    }

    private static boolean allows(Principal principal, Endpoint endpoint) {
        return principal.permission().includes(endpoint.permission())
                && principal.scopes().includes(endpoint.scopes())
                && (endpoint.kinds().isEmpty() || endpoint.kinds().contains(principal.kind()));
    }

    private static boolean opens(Principal principal, Endpoints.Match match) {
        String variable = match.endpoint().resourceVariable();
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
