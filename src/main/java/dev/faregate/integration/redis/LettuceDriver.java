package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores over Lettuce ({@code io.lettuce:lettuce-core}): one connection for scripts, shared by all threads, one to listen. */
public final class LettuceDriver implements RedisDriver {

    private static final Logger LOG = LoggerFactory.getLogger(LettuceDriver.class);
    static final int MOST_WAITING = 20_000;
    private static final int PAUSE_MILLIS = 200;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<LettuceLink> links;
    private final Supplier<StatefulRedisPubSubConnection<byte[], byte[]>> listeners;
    private final Runnable closing;
    private final List<StatefulRedisPubSubConnection<byte[], byte[]>> listening = new CopyOnWriteArrayList<>();
    private final LettuceLine line;
    private volatile boolean closed;

    private LettuceDriver(
            Supplier<LettuceLink> links,
            Supplier<StatefulRedisPubSubConnection<byte[], byte[]>> listeners,
            Runnable closing) {
        this.links = links;
        this.listeners = listeners;
        this.closing = closing;
        this.line = new LettuceLine(() -> connected(this.links));
    }

    /**
     * Connects with a client of the driver's own, set up for stores that must answer soon or not at all: calls are refused
     * while there is no connection, never sent twice, at most {@value #MOST_WAITING} wait, and a lost connection is sought again at
     * least every second.
     *
     * @param uri where, such as {@code redis://user:password@host:6379/0} or {@code rediss://…}, see {@link RedisURI}
     * @return the driver; closing it closes the client
     * @throws IllegalArgumentException if it is no such URI; the message holds nothing of it, for it may hold a password
     * @throws StoreUnavailableException if there is no connection
     */
    public static LettuceDriver connect(String uri) {
        RedisURI address = address(Objects.requireNonNull(uri, "uri"));
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(20), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
                .build();
        RedisClient client = RedisClient.create(resources, address);
        client.setOptions(options());
        Runnable closing = () -> close(client, resources);
        try {
            return new LettuceDriver(
                    () -> LettuceLink.of(client.connect(ByteArrayCodec.INSTANCE)),
                    () -> client.connectPubSub(ByteArrayCodec.INSTANCE),
                    closing);
        } catch (StoreUnavailableException e) {
            closing.run();
            throw e;
        }
    }

    private static RedisURI address(String uri) {
        String problem = "not one for Redis";
        try {
            if (new URI(uri).getRawFragment() == null) {
                return RedisURI.create(uri);
            }
            problem = "# in it";
        } catch (URISyntaxException e) {
            problem = e.getReason() + " at index " + e.getIndex();
        } catch (IllegalArgumentException e) {
            // Neither its message nor it as a cause: both may quote the text.
        }
        throw new IllegalArgumentException("uri: " + problem
                + " (expected: redis://user:password@host:6379/0, percent-encoded, or another form of RedisURI)");
    }

    /**
     * Connects with a client of the application's. Its options decide what happens without a connection: Lettuce's defaults
     * keep any number of calls and send them later; {@link #connect} and {@link #options} do better.
     *
     * @param client the client, which is left open when the driver is closed
     * @return the driver
     * @throws StoreUnavailableException if there is no connection
     */
    public static LettuceDriver over(RedisClient client) {
        Objects.requireNonNull(client, "client");
        return new LettuceDriver(
                () -> LettuceLink.of(client.connect(ByteArrayCodec.INSTANCE)),
                () -> client.connectPubSub(ByteArrayCodec.INSTANCE),
                () -> {});
    }

    /**
     * Connects to a cluster with a client of the application's.
     *
     * @param client the client, which is left open when the driver is closed; its options decide what happens without a
     *     connection, as with {@link #over(RedisClient)}
     * @return the driver
     * @throws StoreUnavailableException if there is no connection
     */
    public static LettuceDriver over(RedisClusterClient client) {
        Objects.requireNonNull(client, "client");
        return new LettuceDriver(
                () -> LettuceLink.of(client.connect(ByteArrayCodec.INSTANCE)),
                () -> client.connectPubSub(ByteArrayCodec.INSTANCE),
                () -> {});
    }

    /**
     * The options that {@link #connect} uses, for a client of the application's.
     *
     * @return new options
     */
    public static ClientOptions options() {
        return ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(Duration.ofSeconds(5))
                                .interval(Duration.ofSeconds(1))
                                .count(3)
                                .build())
                        .build())
                .build();
    }

    @Override
    public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
        return line.call(CommandType.EVALSHA, digest.getBytes(StandardCharsets.US_ASCII), key, args);
    }

    @Override
    public CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args) {
        return line.call(CommandType.EVAL, script.getBytes(StandardCharsets.UTF_8), key, args);
    }

    @Override
    public void subscribe(String channel, Runnable heard) {
        StatefulRedisPubSubConnection<byte[], byte[]> connection = connected(listeners);
        listening.add(connection);
        connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void message(byte[] from, byte[] message) {
                heard.run();
            }

            @Override
            public void subscribed(byte[] to, long count) {
                heard.run();
            }
        });
        listen(connection, channel, true);
    }

    /** Lettuce listens again by itself to what it has listened to, but not to what it was cut off from before. */
    private void listen(StatefulRedisPubSubConnection<byte[], byte[]> connection, String channel, boolean first) {
        RedisFuture<Void> subscribed = connection.async().subscribe(channel.getBytes(StandardCharsets.US_ASCII));
        subscribed.whenComplete((nothing, failure) -> {
            if (failure != null && !closed) {
                if (first) {
                    LOG.warn("Redis does not let us listen to {}: only polling tells, until it does", channel, failure);
                }
                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> listen(connection, channel, false));
            }
        });
    }

    @Override
    public String info() {
        try {
            return line.info().get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
        line.close();
        listening.forEach(StatefulRedisPubSubConnection::close);
        closing.run();
    }

    // Lettuce itself logs what goes wrong with its threads' end.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void close(RedisClient client, ClientResources resources) {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static <T> T connected(Supplier<T> connect) {
        try {
            return connect.get();
        } catch (RedisException e) {
            throw failure(e);
        }
    }

    static RuntimeException failure(Throwable failure) {
        return failure instanceof RedisCommandExecutionException error
                ? new RedisErrorReply(String.valueOf(error.getMessage()))
                : ScriptCall.unavailable(failure);
    }
}
