package dev.faregate.ratelimit;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link System#nanoTime()}, {@link Thread#sleep} and one timer thread. */
final class SystemClock implements MonotonicClock {

    static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    @Override
    public Future<?> schedule(Runnable task, long nanos) {
        return Timer.EXECUTOR.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private static final class Timer {

        static final ScheduledThreadPoolExecutor EXECUTOR = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "faregate-ratelimit-timer");
            thread.setDaemon(true);
            return thread;
        });

        static {
            // Else a cancelled wait would stay in memory until its time.
            EXECUTOR.setRemoveOnCancelPolicy(true);
        }
    }
}
