package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that is under way when its time is over: what it has done stays done, and nothing follows from its answer. */
class LateAnswerTest {

    private static final long PATIENCE_SECONDS = 20;

    private final GuardedApi api = new GuardedApi();
    private final BlockingPorts ports = new BlockingPorts(1, Duration.ofMillis(300), api.nanos);
    private final ChainRunner runner = new ChainRunner(ports);
    private final CountDownLatch underWay = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void letEveryThreadGo() {
        release.countDown();
    }

    /** Counts a failed attempt, and then refuses. */
    private final class Counting implements Chain {

        @Override
        public Step begin() {
            return new Step.Ask(true, this::count);
        }

        private Supplier<Step> count() {
            underWay.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            done.add("counted");
            return () -> {
                done.add("refused");
                return answered(400);
            };
        }

        @Override
        public Step.Done unavailable(StoreUnavailableException down) {
            done.add("unavailable");
            return answered(503);
        }

        private static Step.Done answered(int status) {
            return new Step.Done(new Verdict.Answered(status, new ResponseHeaders.Lines().headers(), ""));
        }
    }

    private void awaitThread() throws Exception {
        CountDownLatch after = new CountDownLatch(1);
        ports.execute(after::countDown);
        assertThat(after.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static int status(CompletableFuture<Verdict> verdict) throws Exception {
        return ((Verdict.Answered) verdict.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).status();
    }

    @Test
    void answerInTimeIsFollowed() throws Exception {
        CompletableFuture<Verdict> verdict = runner.runAsync(new Counting());
        release.countDown();
        assertThat(status(verdict)).isEqualTo(400);
        assertThat(done).containsExactly("counted", "refused");
    }

    @Test
    void lateAnswerCountsAndIsReportedOnce() throws Exception {
        CompletableFuture<Verdict> verdict = runner.runAsync(new Counting());
        assertThat(underWay.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        api.nanos.advance(Duration.ofMillis(300));
        assertThat(status(verdict)).isEqualTo(503);
        release.countDown();
        awaitThread();
        assertThat(done).containsExactly("unavailable", "counted");
    }

    @Test
    void answerToARequestThatWentAwayIsNotReported() throws Exception {
        CompletableFuture<Verdict> verdict = runner.runAsync(new Counting());
        assertThat(underWay.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        verdict.cancel(false);
        release.countDown();
        awaitThread();
        assertThat(done).containsExactly("counted");
    }
}
