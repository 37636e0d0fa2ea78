package dev.faregate.apitoken;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rights that owners have now, as the host application knows them. No credential has more rights than its owner.
 *
 * <p>The rights are asked for:
 * <ul>
 *   <li>when an API token is issued, for the resource that it shall be bound to;
 *   <li>when an API token is presented, exchanged or introspected, for the resource that it is bound to;
 *   <li>when a credential that is bound to no resource is used for a resource, for that resource as well, and the lesser of both
 *       answers holds: at an exchange that names the resource, at an introspection that names it, and at an endpoint
 *       {@code forResourceIn(..).orUnbound()}.
 * </ul>
 *
 * <p>In each case the resource is null if there is none: then the answer is the most that the owner may do with any resource. So it must
 * include what the owner may do with each.
 *
 * <p>The rights are not asked for when a base token or a session token is presented without a resource of its own being needed, nor
 * when a base token is presented for the resource that it is bound to. Those have the rights of the time at which they were made. When
 * an owner has lost rights, call {@link TokenIssuer#rightsChanged}, which ends them and spares the API tokens.
 *
 * <p>The answer is needed for each request with an API token, so it should be quick. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface OwnerRights {

    /**
     * The most that the owner may do.
     *
     * @param permission the permission
     * @param scopes the scopes, compared word by word; null for any
     */
    record Rights(Permission permission, @Nullable Scopes scopes) {

        /**
         * Checks that there is a permission.
         *
         * @param permission the permission
         * @param scopes the scopes; null for any
         */
        public Rights {
            Objects.requireNonNull(permission, "permission");
        }

        /**
         * Returns a caller with no more than these rights, for the resource that they are rights on.
         *
         * @param caller the caller, who is bound to that resource or to none
         * @param resource the resource; null for none
         * @return the caller, bound to the resource
         */
        public Caller limit(Caller caller, @Nullable Resource resource) {
            boolean narrower = !permission.includes(caller.permission());
            boolean fewer = scopes != null && !scopes.includes(caller.scopes());
            if (!narrower && !fewer && Objects.equals(resource, caller.resource())) {
                return caller;
            }
            return VerifiedCallers.verified(
                    caller.kind(),
                    caller.tokenId(),
                    caller.owner(),
                    resource,
                    narrower ? permission : caller.permission(),
                    scopes == null ? caller.scopes() : caller.scopes().and(scopes),
                    caller.authenticatedAt());
        }
    }

    /**
     * What an owner may do with a resource now.
     *
     * @param owner the owner
     * @param resource the resource that the credential is bound to or used for; null for none
     * @return the most they may do; empty for nothing
     */
    Optional<Rights> of(Owner owner, @Nullable Resource resource);

    /**
     * Returns a caller as far as the caller's rights reach a resource.
     *
     * @param caller the caller
     * @param resource the resource
     * @return the caller, if it is bound to the resource; the caller with no more rights than its owner has on the resource, if it is
     *     bound to none; empty if it is bound to another resource, or its owner has no rights on this one
     */
    default Optional<Caller> reach(Caller caller, Resource resource) {
        Resource bound = caller.resource();
        if (bound == null) {
            return of(caller.owner(), resource).map(rights -> rights.limit(caller, resource));
        }
        return bound.equals(resource) ? Optional.of(caller) : Optional.empty();
    }

    /**
     * Whether {@link #of} may block the thread that calls it: it asks a database or another service. An asynchronous guard then
     * calls it on threads of its own.
     *
     * @return true unless the rights were made by {@link #nonBlocking} or {@link #unrestricted}
     */
    default boolean blocks() {
        return true;
    }

    /**
     * Returns what an owner may do with a resource now, without blocking the thread that calls.
     *
     * @param owner the owner
     * @param resource the resource that the credential is bound to or used for; null for none
     * @param blocking runs {@link #of} if that {@linkplain #blocks blocks}
     * @return the most they may do, sooner or later; empty for nothing
     */
    default CompletionStage<Optional<Rights>> ofAsync(Owner owner, @Nullable Resource resource, Executor blocking) {
        return blocks()
                ? CompletableFuture.supplyAsync(() -> of(owner, resource), blocking)
                : CompletableFuture.completedStage(of(owner, resource));
    }

    /**
     * Returns rights that restrict nothing: an API token may do all that it says.
     *
     * @return the rights
     */
    static OwnerRights unrestricted() {
        Optional<Rights> all = Optional.of(new Rights(Permission.READ_WRITE, null));
        return nonBlocking((owner, resource) -> all);
    }

    /**
     * Returns the same rights, of which the application promises that they do not block: they are in memory.
     *
     * @param rights the rights
     * @return the rights
     */
    static OwnerRights nonBlocking(OwnerRights rights) {
        return new NonBlockingRights(Objects.requireNonNull(rights, "rights"));
    }

    /**
     * Returns rights that are asked for without blocking a thread. An asynchronous guard waits for them on no thread. Anything else
     * waits for them, at most as long as is said here.
     *
     * @param rights returns the most that an owner may do with a resource, sooner or later; the resource is null for none
     * @param timeout the longest wait; after it, the credential is answered as if its store did not answer
     * @return the rights
     */
    static OwnerRights async(
            BiFunction<Owner, @Nullable Resource, CompletionStage<Optional<Rights>>> rights, Duration timeout) {
        return new AsyncRights(Objects.requireNonNull(rights, "rights"), Objects.requireNonNull(timeout, "timeout"));
    }
}
