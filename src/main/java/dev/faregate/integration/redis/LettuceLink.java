package dev.faregate.integration.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One connection, to a server or to a cluster. To a server, commands of many threads that come at once are written at once. */
final class LettuceLink {

    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisScriptingAsyncCommands<byte[], byte[]> scripts;
    private final RedisServerAsyncCommands<byte[], byte[]> server;
    private final boolean flushing;
    private final AtomicInteger unflushed = new AtomicInteger();

    private LettuceLink(
            StatefulConnection<byte[], byte[]> connection,
            RedisScriptingAsyncCommands<byte[], byte[]> scripts,
            RedisServerAsyncCommands<byte[], byte[]> server,
            boolean flushing) {
        this.connection = connection;
        this.scripts = scripts;
        this.server = server;
        this.flushing = flushing;
        connection.setAutoFlushCommands(!flushing);
    }

    static LettuceLink of(StatefulRedisConnection<byte[], byte[]> connection) {
        return new LettuceLink(connection, connection.async(), connection.async(), true);
    }

    /** Connections to single nodes open as they are needed: what waits for one would miss a flush. */
    static LettuceLink of(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        return new LettuceLink(connection, connection.async(), connection.async(), false);
    }

    <T> RedisFuture<T> script(Function<RedisScriptingAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        RedisFuture<T> sent = command.apply(scripts);
        flush();
        return sent;
    }

    RedisFuture<String> info() {
        RedisFuture<String> sent = server.info("server");
        flush();
        return sent;
    }

    /** The first of those that come at once writes for all. */
    private void flush() {
        if (flushing && unflushed.getAndIncrement() == 0) {
            int seen = 1;
            try {
                do {
                    seen = unflushed.get();
                    connection.flushCommands();
                } while (unflushed.addAndGet(-seen) > 0);
            } catch (RuntimeException e) {
                unflushed.set(0);
                throw e;
            }
        }
    }

    void close() {
        connection.close();
    }
}
