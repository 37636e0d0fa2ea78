package dev.faregate.revocation;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time read a log that is kept elsewhere; those who wait for it share what it found, if it began after they
 * asked. Safe for use by many threads.
 */
public final class LogReadings {

    private final LogFreshness freshness;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long begun;
    private long done;

    /**
     * Nothing was read yet.
     *
     * @param freshness is told of each reading that succeeds
     * @param patience for how long a thread waits for others
     */
    public LogReadings(LogFreshness freshness, Duration patience) {
        this.freshness = freshness;
        this.patience = patience;
    }

    /**
     * Reads, unless another thread has done so that began after this one asked.
     *
     * @param reading reads the log
     * @throws StoreUnavailableException if others take too long, or the thread is interrupted
     */
    public void share(Supplier<?> reading) {
        long begunBefore = begun;
        alone(() -> {
            if (done <= begunBefore) {
                read(reading);
            }
        });
    }

    /**
     * Reads.
     *
     * @param reading reads the log, at least to where it stands when this begins
     * @param <T> what it finds
     * @return what it found
     * @throws StoreUnavailableException if others take too long, or the thread is interrupted
     */
    public <T> T read(Supplier<T> reading) {
        lockInTime();
        try {
            long number = begun + 1;
            begun = number;
            long askedAt = freshness.now();
            T found = reading.get();
            done = number;
            freshness.heard(askedAt);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Acts while nobody else reads.
     *
     * @param action may read
     * @throws StoreUnavailableException if others take too long, or the thread is interrupted
     */
    public void alone(Runnable action) {
        lockInTime();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever holds the lock waits for the store, or for a follower of this process. */
    private void lockInTime() {
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreUnavailableException(
                        "following the revocation log: no answer for " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("following the revocation log: interrupted", interrupted);
        }
    }
}
