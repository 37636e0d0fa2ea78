package dev.faregate.integration.jdbc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again and again. */
final class PollingSignal implements LogSignal {

    private final long pollMillis;
    private final CountDownLatch closed = new CountDownLatch(1);

    PollingSignal(long pollMillis) {
        this.pollMillis = pollMillis;
    }

    @Override
    public void await() throws InterruptedException {
        if (closed.await(pollMillis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void read(JdbcRevocationLog log) {
        log.refresh();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
