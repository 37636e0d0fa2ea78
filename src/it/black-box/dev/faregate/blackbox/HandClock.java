package dev.faregate.blackbox;

import dev.faregate.ratelimit.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;

/** Time that stands still until a case moves it: of the buckets and of the lives of tokens alike. */
final class HandClock implements MonotonicClock, InstantSource {

    private volatile long nanos;

    synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return Instant.parse("2026-11-22T12:00:00Z").plusNanos(nanos);
    }

    @Override
    public void sleep(long time) {
        throw new UnsupportedOperationException("a guard never sleeps");
    }

    @Override
    public Future<?> schedule(Runnable task, long after) {
        throw new UnsupportedOperationException("a guard never waits");
    }
}
