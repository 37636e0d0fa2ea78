package dev.faregate.apitoken;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When API tokens were last used, written in batches off the request's path and at most once a minute for each. Under a flood of
 * different API tokens some uses go unnoted rather than delay a request.
 */
final class LastUses {

    private static final Logger LOGGER = LoggerFactory.getLogger(LastUses.class);
    private static final long PRECISION_SECONDS = 60;
    private static final int MOST_WAITING = 10_000;

    private final ApiTokenStore store;
    private final Executor later;
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Writes to the store whenever {@code later}, which waits a while first, runs what it is given. */
    LastUses(ApiTokenStore store, Executor later) {
        this.store = store;
        this.later = later;
    }

    /** A time in parts, for most uses are not kept: those of one minute are one. */
    void note(ApiToken apiToken, long second, int nano) {
        Instant known = apiToken.lastUsedAt();
        boolean isKnown = known != null && second - known.getEpochSecond() < PRECISION_SECONDS;
        if (isKnown || waiting.containsKey(apiToken.id()) || waiting.size() >= MOST_WAITING) {
            return;
        }
        if (waiting.putIfAbsent(apiToken.id(), Instant.ofEpochSecond(second, nano)) == null
                && scheduled.compareAndSet(false, true)) {
            later.execute(this::flush);
        }
    }

    void flush() {
        scheduled.set(false);
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
