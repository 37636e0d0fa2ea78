package dev.faregate.integration.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The stores over Jedis ({@code redis.clients:jedis}). Jedis blocks; so two threads of the driver's own do the waiting, and send
 * what came meanwhile in one go. At most 20,000 calls wait; more are refused at once. The threads
 * wait for a silent server as long as the client's socket timeout says, 2 s by default; so that much later than the server is back
 * calls are answered again. A pooled connection that broke while nobody used it fails the calls that are sent over it first, unless the
 * client's pool tests connections as it lends them ({@code testOnBorrow}).
 */
public final class JedisDriver implements RedisDriver {

    private static final int THREADS = 2;

    private final UnifiedJedis jedis;
    private final JedisQueue queue = new JedisQueue();
    private final List<JedisListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private JedisDriver(UnifiedJedis jedis) {
        this.jedis = jedis;
        for (int i = 0; i < THREADS; i++) {
            start(() -> queue.serve(jedis), "faregate-redis-" + i);
        }
    }

    /**
     * Uses a client of the application's.
     *
     * @param jedis a {@code RedisClient}, {@code RedisClusterClient} or {@code RedisSentinelClient}, with room in its pool for two
     *     connections and one more; it is left open when the driver is closed
     * @return the driver
     */
    public static JedisDriver over(UnifiedJedis jedis) {
        return new JedisDriver(Objects.requireNonNull(jedis, "jedis"));
    }

    @Override
    public CompletionStage<List<Object>> evalsha(String digest, byte[] key, byte[]... args) {
        byte[] name = digest.getBytes(StandardCharsets.US_ASCII);
        byte[][] params = params(key, args);
        return queue.add(pipeline -> pipeline.evalsha(name, 1, params));
    }

    @Override
    public CompletionStage<List<Object>> eval(String script, byte[] key, byte[]... args) {
        byte[] text = script.getBytes(StandardCharsets.UTF_8);
        byte[][] params = params(key, args);
        return queue.add(pipeline -> pipeline.eval(text, 1, params));
    }

    private static byte[][] params(byte[] key, byte[]... args) {
        byte[][] params = new byte[args.length + 1][];
        params[0] = key;
        System.arraycopy(args, 0, params, 1, args.length);
        return params;
    }

    @Override
    public void subscribe(String channel, Runnable heard) {
        JedisListener listener = new JedisListener(jedis, channel, heard);
        listeners.add(listener);
        start(listener, "faregate-redis-listener");
    }

    @Override
    public String info() {
        try {
            return jedis.info("server");
        } catch (JedisException e) {
            throw JedisQueue.failure(e);
        }
    }

    @Override
    public void close() {
        queue.close();
        listeners.forEach(JedisListener::close);
        threads.forEach(Thread::interrupt);
    }

    private void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
