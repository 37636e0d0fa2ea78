package dev.faregate.integration.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Listens to one channel, again after each lost connection. */
final class JedisListener extends BinaryJedisPubSub implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(JedisListener.class);
    private static final long PAUSE_NANOS = 200_000_000;

    private final UnifiedJedis jedis;
    private final byte[] channel;
    private final Runnable heard;
    private volatile boolean closed;
    private boolean listening = true;

    JedisListener(UnifiedJedis jedis, String channel, Runnable heard) {
        this.jedis = jedis;
        this.channel = channel.getBytes(StandardCharsets.US_ASCII);
        this.heard = heard;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                jedis.subscribe(this, channel);
            } catch (JedisException e) {
                if (listening) {
                    LOG.warn("Redis cannot be listened to: only polling tells, until it can again", e);
                }
                listening = false;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public void onMessage(byte[] from, byte[] message) {
        heard.run();
    }

    @Override
    public void onSubscribe(byte[] to, int count) {
        listening = true;
        heard.run();
    }

    void close() {
        closed = true;
        if (isSubscribed()) {
            try {
                unsubscribe();
            } catch (JedisException gone) {
                LOG.debug("the connection is gone, and what it listened to", gone);
            }
        }
    }
}
