package dev.faregate.demo;

import dev.faregate.ratelimit.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Both of a service's clocks, moved by hand. */
final class MovableTime implements InstantSource, MonotonicClock {

    private final Instant start;
    private volatile Duration passed = Duration.ZERO;

    MovableTime() {
        this(Instant.parse("2026-03-01T12:00:00Z"));
    }

    MovableTime(Instant start) {
        this.start = start;
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public Instant instant() {
        return start.plus(passed);
    }

    @Override
    public long nanos() {
        return passed.toNanos();
    }

    @Override
    public void sleep(long nanos) {
        throw new UnsupportedOperationException("the demo does not sleep");
    }

    @Override
    public Future<?> schedule(Runnable task, long nanos) {
        return new CompletableFuture<>();
    }
}
