package dev.faregate.apitoken;

import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Rights that are asked for without blocking, unless a caller of {@link #of} wants to wait. */
record AsyncRights(BiFunction<Owner, @Nullable Resource, CompletionStage<Optional<Rights>>> rights, Duration timeout)
        implements OwnerRights {

    @Override
    public Optional<Rights> of(Owner owner, @Nullable Resource resource) {
        try {
            return rights.apply(owner, resource).toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new StoreUnavailableException("rights of an owner: no answer within " + timeout, late);
        } catch (ExecutionException failed) {
            throw new StoreUnavailableException("rights of an owner: " + failed.getCause(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("rights of an owner: interrupted", interrupted);
        }
    }

    @Override
    public CompletionStage<Optional<Rights>> ofAsync(Owner owner, @Nullable Resource resource, Executor blocking) {
        return rights.apply(owner, resource);
    }
}
