package dev.faregate.http;

import dev.faregate.apitoken.OwnerRights;
import dev.faregate.identity.Caller;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.KeySpace;
import dev.faregate.ratelimit.RateLimiter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The second stage: requires what the endpoint requires, and knows where to take a permit for it, and whose.
 *
 * @param limiter takes the permits
 * @param limitKey whose permits a caller takes
 * @param scopePolicy which scopes are enough
 * @param ownerRights the rights of owners on resources; null if they were not given
 * @param listener is notified of credentials that do not open the resource
 */
record AdmissionStage(
        RateLimiter limiter,
        Function<Caller, String> limitKey,
        ScopePolicy scopePolicy,
        @Nullable OwnerRights ownerRights,
        GuardListener listener) {

    /** Goes on with the caller, as far as the caller reaches the resource, or with what it is refused for. */
    Step require(
            Caller caller,
            Endpoints.Match match,
            Access.Guarded access,
            Function<Problem, Step> refused,
            Function<Caller, Step> allowed) {
        String named = named(match, access.resourceVariable());
        Resource bound = caller.resource();
        if (named != null && bound != null && !bound.id().equals(named)) {
            reject(match, RejectionReason.WRONG_RESOURCE);
            return refused.apply(Problem.credentialInvalid(caller.kind()));
        }
        // Before the rights are asked for: they give nothing that the credential does not have.
        if (!allows(caller, access)) {
            return refused.apply(Problem.permissionInsufficient(caller.kind()));
        }
        if (named == null || bound != null) {
            return allowed.apply(caller);
        }
        Resource resource = access.orUnbound() ? resource(named) : null;
        if (resource == null) {
            reject(match, RejectionReason.WRONG_RESOURCE);
            return refused.apply(Problem.permissionInsufficient(caller.kind()));
        }
        return new Step.AskRights(rights(match), caller.owner(), resource, rights -> {
            if (rights.isEmpty()) {
                reject(match, RejectionReason.OWNER_WITHOUT_RIGHTS);
                return refused.apply(Problem.permissionInsufficient(caller.kind()));
            }
            Caller reaching = rights.get().limit(caller, resource);
            return allows(reaching, access)
                    ? allowed.apply(reaching)
                    : refused.apply(Problem.permissionInsufficient(caller.kind()));
        });
    }

    /** What takes a caller's permits for an endpoint: one owner's callers share the room for buckets. */
    EndpointLimiter limiter(Endpoint endpoint, Caller caller) {
        return limiter.endpoint(endpoint.limitName()).inGroup(caller.owner().id());
    }

    /** What takes permits for an endpoint by single credentials, which are genuine. */
    EndpointLimiter limiter(Endpoint endpoint) {
        return limiter.endpoint(endpoint.limitName());
    }

    /** What takes permits for an open endpoint, whose callers are addresses. */
    EndpointLimiter openLimiter(Endpoint endpoint) {
        return limiter.endpoint(endpoint.limitName(), KeySpace.ANONYMOUS);
    }

    /** Whose permits a caller takes. */
    String limitKey(Caller caller) {
        return limitKey.apply(caller);
    }

    private void reject(Endpoints.Match match, RejectionReason reason) {
        listener.rejected(match.endpoint().toString(), reason);
    }

    private OwnerRights rights(Endpoints.Match match) {
        if (ownerRights == null) {
            throw new IllegalStateException("owner rights: none (expected: RequestGuardBuilder.ownerRights, for "
                    + match.endpoint() + ", which is for unbound credentials, too)");
        }
        return ownerRights;
    }

    private boolean allows(Caller caller, Access.Guarded access) {
        return caller.permission().includes(access.permission())
                && allowsScopes(caller, access)
                && (access.kinds().isEmpty() || access.kinds().contains(caller.kind()));
    }

    private boolean allowsScopes(Caller caller, Access.Guarded access) {
        if (access.scopes().isEmpty()) {
            return true;
        }
        for (String required : access.scopes().values()) {
            if (!allowsScope(caller, required)) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsScope(Caller caller, String required) {
        for (String held : caller.scopes().values()) {
            if (scopePolicy.implies(held, required)) {
                return true;
            }
        }
        return false;
    }

    /** The id of the resource that the path names; null if the endpoint is for none. */
    private static @Nullable String named(Endpoints.Match match, @Nullable String variable) {
        if (variable == null) {
            return null;
        }
        String resource = match.pathVariables().get(variable);
        if (resource == null) {
            throw new IllegalArgumentException(
                    "path variables: " + match.pathVariables().keySet() + " (expected: " + variable
                            + ", which names the resource of " + match.endpoint() + ")");
        }
        return resource;
    }

    /** Null for a text of a path that is the id of no resource. */
    private static @Nullable Resource resource(String id) {
        try {
            return Resource.of(id);
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }
}
