package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A listener that throws costs a line in the log, and no caller its answer. */
class ThrowingListenerTest {

    private static final Duration DEADLINE = Duration.ofMillis(50);

    private final ManualClock clock = new ManualClock();
    private final FaultyStore store = new FaultyStore(clock);
    private final List<String> thrown = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notified = Collections.synchronizedList(new ArrayList<>());

    private RateLimitListener recording(List<String> names, boolean throwing) {
        return (RateLimitListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RateLimitListener.class}, (proxy, method, arguments) -> {
                    names.add(method.getName());
                    if (throwing) {
                        throw new IllegalStateException("a listener that throws");
                    }
                    return null;
                });
    }

    private RateLimiter.Builder limiter() {
        return RateLimiter.builder()
                .clock(clock)
                .limit(Limit.perDay(1))
                .listener(recording(thrown, true))
                .listener(recording(notified, false));
    }

    @Test
    void callersAreAnsweredAndTheNextListenerIsNotified() {
        EndpointLimiter rows = limiter().maxBuckets(1).build().endpoint("GET /rows");
        assertThat(rows.take("ada").allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(rows.take("grace").allowed()).isTrue();
        assertThat(rows.reserve("grace", 1, Duration.ZERO).decision().allowed()).isFalse();
        assertThat(notified).containsExactly("allowed", "denied", "overflowed", "allowed", "overflowed", "denied");
        assertThat(thrown).isEqualTo(notified);
    }

    @Test
    void callersOfAStoreThatFailsOrStallsAreAnsweredAndLaterDeadlinesAreKept() {
        EndpointLimiter rows = limiter().store(store).build().endpoint("GET /rows");
        store.line(FaultyStore.Line.FAILING);
        for (int i = 0; i < 20; i++) {
            assertThat(take(rows, "caller " + i).join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        }
        assertThat(thrown).contains("storeFailed", "storeDown");
        clock.advance(Duration.ofSeconds(4));
        store.line(FaultyStore.Line.UP);
        for (int i = 0; i < 20 && !thrown.contains("storeUp"); i++) {
            assertThat(take(rows, "late caller " + i).join().allowed()).isTrue();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(notified).contains("storeUp");
        store.line(FaultyStore.Line.STALLED);
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(take(rows, "waiting caller " + i));
            clock.advance(Duration.ofMillis(5));
        }
        clock.advance(DEADLINE);
        for (CompletableFuture<Decision> one : waiting) {
            assertThat(one).isDone();
            assertThat(one.join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        }
    }

    private static CompletableFuture<Decision> take(EndpointLimiter rows, String caller) {
        return rows.takeAsync(caller, 1).toCompletableFuture();
    }
}
