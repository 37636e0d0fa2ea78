package dev.faregate.ratelimit;

import java.util.concurrent.Future;

/**
 * The one seam for time: a clock that only runs forward, sleeping by it, and calling back after a while. Implementations
 * are safe for use by many threads.
 */
public interface MonotonicClock {

    /**
     * The time, from an arbitrary zero point; it may wrap.
     *
     * @return nanoseconds
     */
    long nanos();

    /**
     * Sleeps for at least so long.
     *
     * @param nanos nanoseconds; at least 0
     * @throws InterruptedException if the thread was interrupted before or meanwhile
     */
    void sleep(long nanos) throws InterruptedException;

    /**
     * Runs a short task after at least so long.
     *
     * @param task what to run; it must not block
     * @param nanos nanoseconds; at least 0
     * @return cancelling it forgets the task
     */
    Future<?> schedule(Runnable task, long nanos);

    /**
     * The clock of this machine: {@link System#nanoTime()}, and one daemon thread for tasks, started when first needed.
     *
     * @return the clock
     */
    static MonotonicClock system() {
        return SystemClock.INSTANCE;
    }
}
