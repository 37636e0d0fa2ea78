package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of a script: the digest first, then, if the server has no such script, the text. */
final class ScriptCall<T> extends CompletableFuture<T> implements BiConsumer<List<Object>, Throwable> {

    private final RedisDriver driver;
    private final String text;
    private final Function<List<Object>, T> reading;
    private final byte[] key;
    private final byte[][] args;
    private volatile @Nullable CompletionStage<List<Object>> sent;
    private volatile boolean byText;

    ScriptCall(RedisDriver driver, String text, Function<List<Object>, T> reading, byte[] key, byte[][] args) {
        this.driver = driver;
        this.text = text;
        this.reading = reading;
        this.key = key;
        this.args = args;
    }

    void start(String digest) {
        try {
            await(driver.evalsha(digest, key, args));
        } catch (RuntimeException e) {
            completeExceptionally(unavailable(e));
        }
    }

    private void await(CompletionStage<List<Object>> reply) {
        sent = reply;
        reply.whenComplete(this);
    }

    @Override
    public void accept(@Nullable List<Object> reply, @Nullable Throwable failure) {
        if (reply != null) {
            read(reply);
        } else if (!byText
                && !isDone()
                && failure != null
                && causeOf(failure) instanceof RedisErrorReply error
                && error.code().equals("NOSCRIPT")) {
            byText = true;
            try {
                await(driver.eval(text, key, args));
            } catch (RuntimeException e) {
                completeExceptionally(unavailable(e));
            }
        } else {
            completeExceptionally(unavailable(failure));
        }
    }

    private void read(List<Object> reply) {
        try {
            complete(reading.apply(reply));
        } catch (RuntimeException unreadable) {
            completeExceptionally(unreadable);
        }
    }

    /** Nobody waits any more: what was not sent yet need not be. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletionStage<List<Object>> last = sent;
        if (cancelled && last != null) {
            last.toCompletableFuture().cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }

    static StoreUnavailableException unavailable(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : causeOf(failure);
        if (cause instanceof StoreUnavailableException known) {
            return known;
        }
        String how = cause instanceof RedisErrorReply ? cause.getMessage() : "Redis cannot be reached: " + kind(cause);
        return cause == null
                ? new StoreUnavailableException(String.valueOf(how))
                : new StoreUnavailableException(String.valueOf(how), cause);
    }

    private static String kind(@Nullable Throwable cause) {
        return cause == null ? "unknown failure" : cause.getClass().getSimpleName();
    }

    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
