package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Calls that wait to be sent; whatever waits is sent together. */
final class JedisQueue {

    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 256;

    private static final class Call extends CompletableFuture<List<Object>> {

        private final Function<AbstractPipeline, Response<Object>> command;
        private @Nullable Response<Object> response;

        private Call(Function<AbstractPipeline, Response<Object>> command) {
            this.command = command;
        }

        private void send(AbstractPipeline pipeline) {
            response = command.apply(pipeline);
        }

        @SuppressWarnings("unchecked")
        private void receive() {
            try {
                Object reply = Objects.requireNonNull(response).get();
                complete(reply instanceof List<?> list ? (List<Object>) list : List.of(reply));
            } catch (JedisException e) {
                completeExceptionally(failure(e));
            }
        }
    }

    private final BlockingQueue<Call> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile boolean closed;

    CompletableFuture<List<Object>> add(Function<AbstractPipeline, Response<Object>> command) {
        Call call = new Call(command);
        if (closed || !waiting.offer(call)) {
            call.completeExceptionally(new StoreUnavailableException(
                    closed ? "the Redis driver is closed" : MOST_WAITING + " calls already wait for Redis"));
        }
        return call;
    }

    void serve(UnifiedJedis jedis) {
        List<Call> batch = new ArrayList<>(MOST_AT_ONCE);
        while (!closed) {
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                break;
            }
            waiting.drainTo(batch, MOST_AT_ONCE - 1);
            // Nobody waits any more for what was cancelled.
            batch.removeIf(CompletableFuture::isDone);
            exchange(jedis, batch);
            batch.clear();
        }
        waiting.forEach(
                call -> call.completeExceptionally(new StoreUnavailableException("the Redis driver is closed")));
    }

    private static void exchange(UnifiedJedis jedis, List<Call> batch) {
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            batch.forEach(call -> call.send(pipeline));
            pipeline.sync();
            batch.forEach(Call::receive);
        } catch (RuntimeException e) {
            batch.forEach(call -> call.completeExceptionally(failure(e)));
        }
    }

    void close() {
        closed = true;
    }

    static RuntimeException failure(Throwable failure) {
        return failure instanceof JedisDataException error
                ? new RedisErrorReply(String.valueOf(error.getMessage()))
                : ScriptCall.unavailable(failure);
    }
}
