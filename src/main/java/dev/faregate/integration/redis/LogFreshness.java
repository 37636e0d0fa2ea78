package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.util.function.LongSupplier;

/** How long ago Redis last answered, and what to do where that is too long. */
final class LogFreshness {

    private final LongSupplier nanos;
    private final long maxStalenessNanos;
    private final long pauseNanos;
    private final boolean asksWhenStale;
    private volatile long heardAt;
    private volatile long pausedUntil;

    LogFreshness(RedisRevocationLogBuilder settings) {
        this.nanos = settings.nanos;
        this.maxStalenessNanos = settings.maxStaleness.toNanos();
        this.pauseNanos = settings.pollInterval.toNanos();
        this.asksWhenStale = settings.asksWhenStale;
        this.heardAt = now();
        this.pausedUntil = heardAt;
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Notes an answer to what was asked at a time. */
    void heard(long askedAt) {
        heardAt = askedAt;
    }

    boolean isFresh() {
        return now() - heardAt <= maxStalenessNanos;
    }

    /** Asks, unless that is not wanted or has just failed; true if there was an answer. */
    boolean asks(Runnable question) {
        if (!asksWhenStale || now() - pausedUntil < 0) {
            return false;
        }
        try {
            question.run();
            return true;
        } catch (StoreUnavailableException silent) {
            pausedUntil = now() + pauseNanos;
            return false;
        }
    }
}
