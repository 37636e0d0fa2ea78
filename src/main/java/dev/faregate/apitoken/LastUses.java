package dev.faregate.apitoken;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last uses of API tokens, by themselves or by base tokens made from them. They are written in batches off the request's path, and
 * at most once a minute for each. Under a flood of different API tokens some uses go unnoted rather than delay a request. Thread-safe.
 */
final class LastUses {

    private static final Logger LOGGER = LoggerFactory.getLogger(LastUses.class);
    private static final long PRECISION_MILLIS = 60_000;
    private static final int MOST = 10_000;

    private final ApiTokenStore store;
    private final Executor later;

    /** By id, the millisecond of the latest use that was noted; those of one minute are one. Forgotten when it is older. */
    private final Map<String, Long> noted = new ConcurrentHashMap<>();

    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long latest;
    private volatile boolean closed;

    /** Writes to the store whenever {@code later}, which waits a while first, runs what it is given. */
    LastUses(ApiTokenStore store, Executor later) {
        this.store = store;
        this.later = later;
    }

    /** With the last use as the store knows it, if that is at hand. */
    void note(String id, @Nullable Instant known, long millis) {
        if (closed || (known != null && millis - known.toEpochMilli() < PRECISION_MILLIS)) {
            return;
        }
        Long last = noted.get(id);
        if (last != null && millis - last < PRECISION_MILLIS) {
            return;
        }
        latest = millis;
        if (noted.size() < MOST) {
            noted.put(id, millis);
            waiting.put(id, Instant.ofEpochMilli(millis));
        }
        // Also if there is no room: writing makes some.
        if (scheduled.compareAndSet(false, true)) {
            later.execute(this::flush);
        }
    }

    /** Writes what waits, and notes no more: the store may be closed after this. */
    void close() {
        closed = true;
        flush();
    }

    void flush() {
        scheduled.set(false);
        long over = latest - PRECISION_MILLIS;
        noted.values().removeIf(millis -> millis <= over);
        Map<String, Instant> batch = new HashMap<>();
        waiting.forEach((id, at) -> {
            if (waiting.remove(id, at)) {
                batch.put(id, at);
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        try {
            store.noteLastUses(batch);
        } catch (RuntimeException unreachable) {
            LOGGER.warn("{} last uses of API tokens could not be written", batch.size(), unreachable);
        }
    }
}
