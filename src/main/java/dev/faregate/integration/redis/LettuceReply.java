package dev.faregate.integration.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The reply to one call, with Lettuce's failures as ours. Cancelling it keeps a command that was not sent from being sent. */
final class LettuceReply extends CompletableFuture<List<Object>> implements BiConsumer<List<Object>, Throwable> {

    private final LettuceLine line;
    private final RedisFuture<List<Object>> sent;

    LettuceReply(LettuceLine line, RedisFuture<List<Object>> sent) {
        this.line = line;
        this.sent = sent;
        sent.whenComplete(this);
    }

    @Override
    public void accept(@Nullable List<Object> reply, @Nullable Throwable failure) {
        // Cancelled or refused, it says nothing of the server.
        if (failure == null || failure instanceof RedisCommandExecutionException) {
            line.heard();
        }
        if (failure == null) {
            complete(reply);
        } else {
            completeExceptionally(LettuceDriver.failure(failure));
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            sent.cancel(mayInterruptIfRunning);
            line.unanswered();
        }
        return cancelled;
    }
}
