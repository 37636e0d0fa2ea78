package dev.faregate.integration.redis;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the log whenever a message says so, and every so often in any case: sooner where reading has failed, since
 * there may be no further message.
 */
final class LogFollower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long FIRST_PAUSE_NANOS = 50_000_000;

    private final Runnable reading;
    private final long pollNanos;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread = new Thread(this, "faregate-revocations");
    private volatile boolean closed;
    private long pauseNanos;
    private boolean failed;

    LogFollower(Runnable reading, Duration pollInterval) {
        this.reading = reading;
        this.pollNanos = pollInterval.toNanos();
        this.pauseNanos = pollNanos;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void wake() {
        woken.release();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                boolean told = woken.tryAcquire(pauseNanos, TimeUnit.NANOSECONDS);
                woken.drainPermits();
                LOG.trace("reading the revocation log, told: {}", told);
                reading.run();
                pauseNanos = pollNanos;
                failed = false;
            } catch (StoreUnavailableException e) {
                LOG.info("The revocation log cannot be followed: {}", e.getMessage());
                pauseNanos = Math.min(pollNanos, failed ? 2 * pauseNanos : FIRST_PAUSE_NANOS);
                failed = true;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A follower's own failure: whoever it is, the next entries are for all again.
                LOG.error("following the revocation log", e);
            }
        }
    }

    void close() {
        closed = true;
        thread.interrupt();
    }
}
