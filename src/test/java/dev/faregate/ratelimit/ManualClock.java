package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Time that a test moves by hand. Sleeping moves it too. */
public final class ManualClock implements MonotonicClock {

    private record Task(long at, Runnable run, CompletableFuture<Void> handle) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
    private volatile long nanos;

    public ManualClock() {
        this(0);
    }

    ManualClock(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(time);
    }

    @Override
    public synchronized Future<?> schedule(Runnable task, long after) {
        CompletableFuture<Void> handle = new CompletableFuture<>();
        tasks.add(new Task(nanos + after, task, handle));
        return handle;
    }

    public void advance(Duration time) {
        advance(time.toNanos());
    }

    /** Moves time, also back, and runs what is due. */
    synchronized void advance(long time) {
        nanos += time;
        while (!tasks.isEmpty() && tasks.element().at() <= nanos) {
            Task task = tasks.remove();
            if (!task.handle().isCancelled()) {
                task.run().run();
            }
        }
    }

    synchronized long waiting() {
        return tasks.stream().filter(task -> !task.handle().isCancelled()).count();
    }
}
