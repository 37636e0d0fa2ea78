package dev.faregate.jmh;

import dev.faregate.ratelimit.MonotonicClock;
import java.util.concurrent.Future;

/** A clock that runs when it is told to, for one thread. */
final class HandClock implements MonotonicClock {

    private long nanos;

    void advance(long by) {
        nanos += by;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long time) {
        throw new UnsupportedOperationException("sleep: " + time + " ns (expected: none)");
    }

    @Override
    public Future<?> schedule(Runnable task, long time) {
        throw new UnsupportedOperationException("schedule: in " + time + " ns (expected: nothing)");
    }
}
