package dev.faregate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogReadingsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final LogFreshness freshness = new LogFreshness(nanos::get, Duration.ofSeconds(10), LONG, true);
    private final AtomicInteger read = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private LogReadings readings = new LogReadings(freshness, LONG);

    private void waitForLeave() {
        begun.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private FutureTask<Void> begun(Runnable slow) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(slow, null);
        new Thread(task).start();
        begun.await();
        return task;
    }

    /** Asks in a thread of its own, and returns when that waits for others. */
    private FutureTask<Void> asked(Supplier<?> reading) throws TimeoutException {
        FutureTask<Void> task = new FutureTask<>(() -> readings.share(reading), null);
        Thread thread = new Thread(task);
        thread.start();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the thread is " + thread.getState() + " (expected: waits for others)");
            }
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void thoseWhoAskedBeforeAReadingBeganShareIt() throws Exception {
        FutureTask<Void> before = begun(() -> readings.alone(this::waitForLeave));
        FutureTask<Void> one = asked(read::incrementAndGet);
        FutureTask<Void> other = asked(read::incrementAndGet);
        mayEnd.countDown();
        before.get();
        one.get();
        other.get();
        assertThat(read).hasValue(1);
    }

    @Test
    void whoAsksWhileOneReadsReadsOnceMore() throws Exception {
        FutureTask<Void> reading = begun(() -> readings.share(() -> {
            waitForLeave();
            return read.incrementAndGet();
        }));
        FutureTask<Void> later = asked(read::incrementAndGet);
        mayEnd.countDown();
        reading.get();
        later.get();
        assertThat(read).hasValue(2);
    }

    @Test
    void failedReadingIsSharedByNobody() throws Exception {
        FutureTask<Void> before = begun(() -> readings.alone(this::waitForLeave));
        Supplier<Object> failing = () -> {
            read.incrementAndGet();
            throw new StoreUnavailableException("planted");
        };
        FutureTask<Void> one = asked(failing);
        FutureTask<Void> other = asked(failing);
        mayEnd.countDown();
        before.get();
        assertThatThrownBy(one::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("planted");
        assertThatThrownBy(other::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("planted");
        assertThat(read).hasValue(2);
    }

    @Test
    void nobodyWaitsForOthersForEver() throws Exception {
        readings = new LogReadings(freshness, Duration.ofMillis(1));
        FutureTask<Void> before = begun(() -> readings.alone(this::waitForLeave));
        assertThatThrownBy(() -> readings.read(read::incrementAndGet))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("following the revocation log: no answer for 1 ms");
        mayEnd.countDown();
        before.get();
        assertThat(readings.read(read::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void whatWasReadIsAsOldAsTheQuestion() {
        nanos.addAndGet(LONG.toNanos());
        assertThat(freshness.isFresh()).isFalse();
        readings.share(() -> nanos.addAndGet(Duration.ofSeconds(10).toNanos()));
        assertThat(freshness.isFresh()).isTrue();
        nanos.incrementAndGet();
        assertThat(freshness.isFresh()).isFalse();
    }
}
