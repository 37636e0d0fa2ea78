package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that follows the revocation log, and clears away what is over while it is at it. */
final class LogFollower implements Runnable, AutoCloseable {

    static final Logger LOGGER = LoggerFactory.getLogger(LogFollower.class);

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final long PURGE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long PATIENCE_MILLIS = 5_000;

    private final JdbcRevocationLog log;
    private final LogSignal signal;
    private final Purge purge;
    private final Thread thread = new Thread(this, "faregate-revocations");
    private volatile boolean closed;
    private long pauseMillis;
    private long purgedAt = System.nanoTime();

    LogFollower(JdbcRevocationLog log, LogSignal signal, Purge purge) {
        this.log = log;
        this.signal = signal;
        this.purge = purge;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            follow();
        } finally {
            signal.release();
        }
    }

    private void follow() {
        while (!closed) {
            try {
                signal.await();
                signal.read(log);
                pauseMillis = 0;
                purgeIfDue();
            } catch (SQLException | StoreUnavailableException failure) {
                signal.release();
                pause(failure);
            } catch (InterruptedException told) {
                return;
            } catch (RuntimeException broken) {
                // A follower's own failure: whoever it is, the next entries are for all again.
                LOGGER.error("following the revocation log", broken);
            }
        }
    }

    private void purgeIfDue() {
        if (System.nanoTime() - purgedAt > PURGE_NANOS) {
            purgedAt = System.nanoTime();
            purge.run();
        }
    }

    private void pause(Exception failure) {
        if (closed) {
            return;
        }
        if (pauseMillis == 0) {
            LOGGER.warn("The revocation log cannot be followed; trying again.", failure);
        }
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        signal.close();
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
