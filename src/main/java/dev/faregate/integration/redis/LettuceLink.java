package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection, to a server or to a cluster. What many threads ask at once is sent at once, by the first of them: one by one, they
 * would wait for each other inside of Lettuce, and the network would be asked to write for each alone.
 */
final class LettuceLink {

    /**
     * What comes while as many batches are on their way to one server waits for the first of them, and so becomes a batch itself. With
     * one or two the server is idle while answers are read; with no bound every batch is of one.
     */
    private static final int MOST_IN_FLIGHT = 12;

    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisServerAsyncCommands<byte[], byte[]> server;
    private final int mostInFlight;
    private final Queue<AsyncCommand<byte[], byte[], List<Object>>> unsent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger sending = new AtomicInteger();

    private LettuceLink(
            StatefulConnection<byte[], byte[]> connection,
            RedisServerAsyncCommands<byte[], byte[]> server,
            int mostInFlight) {
        this.connection = connection;
        this.server = server;
        this.mostInFlight = mostInFlight;
    }

    static LettuceLink of(StatefulRedisConnection<byte[], byte[]> connection) {
        return new LettuceLink(connection, connection.async(), MOST_IN_FLIGHT);
    }

    /** No node waits for another. */
    static LettuceLink of(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        return new LettuceLink(connection, connection.async(), Integer.MAX_VALUE);
    }

    /** Calls a script, by its text or its digest. */
    RedisFuture<List<Object>> call(CommandType by, byte[] script, byte[] key, byte[]... args) {
        CommandArgs<byte[], byte[]> words = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(script)
                .add(1)
                .addKey(key)
                .addValues(args);
        AsyncCommand<byte[], byte[], List<Object>> command =
                new AsyncCommand<>(new Command<>(by, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), words));
        if (waiting.incrementAndGet() > LettuceDriver.MOST_WAITING) {
            waiting.decrementAndGet();
            command.completeExceptionally(
                    new StoreUnavailableException(LettuceDriver.MOST_WAITING + " calls already wait for Redis"));
        } else {
            unsent.add(command);
            send();
        }
        return command;
    }

    /** One thread at a time; what the others find to do meanwhile, it does for them. */
    private void send() {
        if (sending.getAndIncrement() != 0) {
            return;
        }
        int batches = 0;
        int seen;
        do {
            seen = sending.get();
            while (inFlight.get() < mostInFlight && !unsent.isEmpty()) {
                inFlight.incrementAndGet();
                sendBatch();
                if (++batches >= MOST_IN_FLIGHT && leaveToOthers()) {
                    return;
                }
            }
        } while (sending.addAndGet(-seen) > 0);
    }

    /** A caller has its own answer to read: what is left is sent when a batch on its way is answered, if there is one. */
    private boolean leaveToOthers() {
        if (inFlight.get() == 0) {
            return false;
        }
        sending.set(0);
        if (inFlight.get() == 0) {
            // Answered before it could know that nobody sends.
            send();
        }
        return true;
    }

    private void sendBatch() {
        List<AsyncCommand<byte[], byte[], List<Object>>> batch = new ArrayList<>();
        int taken = 0;
        for (AsyncCommand<byte[], byte[], List<Object>> command = unsent.poll();
                command != null;
                command = unsent.poll()) {
            taken++;
            if (!command.isDone()) {
                batch.add(command);
            }
        }
        try {
            connection.dispatch(batch);
        } catch (RuntimeException e) {
            batch.forEach(command -> command.completeExceptionally(e));
        }
        int calls = taken;
        if (batch.isEmpty()) {
            settle(calls);
        } else {
            // A server answers in the order of commands.
            RedisFuture<?> last = batch.get(batch.size() - 1);
            last.whenComplete((reply, failure) -> settle(calls));
        }
    }

    private void settle(int calls) {
        waiting.addAndGet(-calls);
        inFlight.decrementAndGet();
        send();
    }

    RedisFuture<String> info() {
        return server.info("server");
    }

    void close() {
        connection.close();
    }
}
