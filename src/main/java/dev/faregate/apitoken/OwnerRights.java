package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an owner may do now, by the host application's word: an API token never reaches farther than its owner. Asked each time
 * an API token is presented or exchanged, so it should be quick. A base token that was made before its owner lost a right lives
 * on; {@link TokenIssuer#revokeAll(Owner)} ends those.
 */
@FunctionalInterface
public interface OwnerRights {

    /**
     * The most that the owner may do.
     *
     * @param permission the permission
     * @param scopes the scopes; null for any
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
    }

    /**
     * What an owner may do with a resource now.
     *
     * @param owner the owner
     * @param resource the resource that the API token opens; null if it is bound to none
     * @return the most they may do; empty for nothing
     */
    Optional<Rights> of(Owner owner, @Nullable Resource resource);

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
     * @param resource the resource that the API token opens; null if it is bound to none
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
     * @param timeout the longest wait; after it, the API token is answered as if its store did not answer
     * @return the rights
     */
    static OwnerRights async(
            BiFunction<Owner, @Nullable Resource, CompletionStage<Optional<Rights>>> rights, Duration timeout) {
        return new AsyncRights(Objects.requireNonNull(rights, "rights"), Objects.requireNonNull(timeout, "timeout"));
    }
}
