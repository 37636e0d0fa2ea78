package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Callers that wait for the same bucket at the same time share a question. */
class SharedCallsTest {

    private static final String ROWS = "GET /rows/{id}";
    private static final long WAY = Duration.ofMillis(1).toNanos();

    private final ManualClock clock = new ManualClock();
    private final FaultyStore store = new FaultyStore(clock);

    private EndpointLimiter rows(Limit... limits) {
        return RateLimiter.builder()
                .store(store)
                .clock(clock)
                .limit(limits)
                .build()
                .endpoint(ROWS);
    }

    @Test
    void aHerdAsksTwice() {
        EndpointLimiter rows = rows(Limit.perDay(100));
        store.delays(() -> WAY, () -> WAY);
        List<CompletableFuture<Decision>> herd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            herd.add(rows.takeAsync("ada", 1).toCompletableFuture());
        }
        for (int i = 0; i < 4; i++) {
            clock.advance(WAY);
        }
        assertThat(store.calls()).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            assertThat(herd.get(i).join().allowed()).isTrue();
            assertThat(herd.get(i).join().remaining()).as("call %s", i).isEqualTo(99 - i);
        }
    }

    @Test
    void eachIsAnsweredAsIfAloneInTheOrderOfTheirCalls() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        store.delays(() -> WAY, () -> WAY);
        for (int herd = 0; herd < 2_000; herd++) {
            Limit limit =
                    Limit.of(1 + random.nextInt(9), Duration.ofSeconds(10)).withBurst(1 + random.nextInt(12));
            EndpointLimiter rows = rows(limit);
            ManualClock modelsClock = new ManualClock();
            EndpointLimiter model = RateLimiter.builder()
                    .clock(modelsClock)
                    .limit(limit)
                    .build()
                    .endpoint(ROWS);
            String caller = "caller " + herd;
            List<Long> permits = new ArrayList<>();
            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(9); i++) {
                permits.add(1 + random.nextLong(Math.min(3, limit.burst())));
                answers.add(rows.takeAsync(caller, permits.get(i)).toCompletableFuture());
            }
            for (int i = 0; i < 20 && !answers.stream().allMatch(CompletableFuture::isDone); i++) {
                clock.advance(WAY);
            }
            for (int i = 0; i < permits.size(); i++) {
                boolean expected = model.take("ada", permits.get(i)).allowed();
                assertThat(answers.get(i).join().decidedBy()).isEqualTo(DecidedBy.STORE);
                assertThat(answers.get(i).join().allowed())
                        .as("seed %s, herd %s, call %s of %s under %s", seed, herd, i, permits, limit)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void whoeverWaitedTooLongIsNotAskedFor() {
        EndpointLimiter rows = rows(Limit.perDay(100));
        store.line(FaultyStore.Line.STALLED);
        CompletableFuture<Decision> first = rows.takeAsync("ada", 1).toCompletableFuture();
        clock.advance(Duration.ofMillis(10));
        CompletableFuture<Decision> second = rows.takeAsync("ada", 20).toCompletableFuture();
        clock.advance(Duration.ofMillis(40));
        assertThat(first.join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(store.calls()).as("asked for the second").isEqualTo(2);
        clock.advance(Duration.ofMillis(10));
        assertThat(second.join().decidedBy()).isEqualTo(DecidedBy.LOCAL);
        CompletableFuture<Decision> third = rows.takeAsync("ada", 30).toCompletableFuture();
        store.line(FaultyStore.Line.UP);
        clock.advance(Duration.ofMillis(40));
        assertThat(third.join().decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(third.join().remaining()).isEqualTo(70);
    }
}
