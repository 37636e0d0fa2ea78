package dev.faregate.integration.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that scripts are sent over. One that has been silent for long while calls went unanswered is replaced: TCP by
 * itself would take minutes to give it up.
 */
final class LettuceLine {

    private static final Logger LOG = LoggerFactory.getLogger(LettuceLine.class);
    private static final long SILENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Supplier<LettuceLink> links;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile LettuceLink link;
    private volatile boolean silent;
    private volatile long silentSince;
    private volatile boolean closed;

    LettuceLine(Supplier<LettuceLink> links) {
        this.links = links;
        this.link = links.get();
    }

    CompletableFuture<List<Object>> call(CommandType by, byte[] script, byte[] key, byte[]... args) {
        return new LettuceReply(this, link.call(by, script, key, args));
    }

    RedisFuture<String> info() {
        return link.info();
    }

    /** The server answered. */
    void heard() {
        if (silent) {
            silent = false;
        }
    }

    /** A call was given up. The first since the server answered begins its silence: before, it may have been asked nothing. */
    void unanswered() {
        long now = System.nanoTime();
        if (!silent) {
            silentSince = now;
            silent = true;
        } else if (!closed && now - silentSince > SILENCE_NANOS && replacing.compareAndSet(false, true)) {
            Thread thread = new Thread(this::replace, "faregate-redis-reconnect");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void replace() {
        try {
            LettuceLink silent = link;
            link = links.get();
            heard();
            silent.close();
            LOG.info("Redis was silent: replaced the connection");
        } catch (RuntimeException e) {
            LOG.info("Redis is silent, and takes no new connection", e);
        } finally {
            replacing.set(false);
        }
    }

    void close() {
        closed = true;
        link.close();
    }
}
