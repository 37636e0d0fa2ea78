package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.Reservation;
import dev.faregate.ratelimit.Unguarded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What only buckets in Redis promise: by the server's own clock, unless a test says otherwise. */
class RedisBucketsTest {

    private static final String ROWS = "GET /rows/{id}";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String prefix = Drivers.newPrefix();
    private final BucketStore store = new RedisBucketStore(Drivers.lettuce(), prefix, PATIENCE);

    private EndpointLimiter rows(BucketStore from, Limit... limits) {
        return Unguarded.endpoint(from, ROWS, limits);
    }

    private byte[] key(String caller) {
        return RedisKey.bucket(prefix, caller, RedisKey.escaped(ROWS));
    }

    @Test
    void bucketIsOneKeyThatLivesUntilItIsFull() {
        rows(store, Limit.perMinute(1).withBurst(3)).take("ada", 2);
        assertThat(Probe.millisToLive(key("ada"))).isBetween(115_000L, 120_001L);
    }

    @Test
    void keyLivesUntilTheBucketIsFullToTheMillisecond() {
        keyLivesUntilFull(Limit.of(3, Duration.ofSeconds(4)));
        keyLivesUntilFull(
                Limit.of(3, Duration.ofSeconds(4)),
                Limit.perMinute(20).withBurst(1000).named("slower"));
    }

    /** Beside the bucket, each limit has one for itself, which tells when it is full. */
    private void keyLivesUntilFull(Limit... limits) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        AtomicLong micros = new AtomicLong(1_794_000_000_000_001L);
        BucketStore timed = new RedisBucketStore(new TimedDriver(Drivers.lettuce(), micros::get), prefix, PATIENCE);
        EndpointLimiter rows = rows(timed, limits);
        String caller = "under " + limits.length;
        int admitted = 0;
        for (int i = 0; i < 300; i++) {
            micros.addAndGet(random.nextInt(random.nextBoolean() ? 2_000_000 : 3_000));
            if (rows.take(caller).allowed()) {
                admitted++;
                long full = 0;
                for (Limit limit : limits) {
                    Decision alone = rows(timed, limit).take(caller + ", " + limit);
                    full = Math.max(full, alone.resetAfterNanos() / 1000);
                }
                long lives =
                        Probe.number("return {redis.call('GET', 'until:' .. KEYS[1]) - " + micros + "}", key(caller));
                assertThat(lives).as("take %s, seed %s", i, seed).isBetween(full, full + 1000);
            }
        }
        assertThat(admitted).isGreaterThan(50);
    }

    @Test
    void fullBucketLeavesNothingBehind() throws Exception {
        rows(store, Limit.perSecond(1000)).take("ada");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Probe.bytes(key("ada")).isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(Probe.bytes(key("ada"))).isEmpty();
    }

    @Test
    void denialAndPeekWriteNothing() {
        EndpointLimiter rows = rows(store, Limit.perDay(5), Limit.perDay(9).named("other"));
        rows.take("ada", 5);
        String before = Probe.bytes(key("ada"));
        assertThat(rows.take("ada").allowed()).isFalse();
        assertThat(rows.reserve("ada", 1, Duration.ofSeconds(1)).decision().allowed())
                .isFalse();
        rows.peek("ada", 1);
        rows.peek("grace", 1);
        assertThat(Probe.bytes(key("ada"))).isEqualTo(before);
        assertThat(Probe.bytes(key("grace"))).isEmpty();
    }

    @Test
    void whatIsNoStateOfABucketIsAFullBucket() {
        Limit[] one = {Limit.perMinute(5)};
        Limit[] two = {Limit.perMinute(5), Limit.perDay(100)};
        String shape = "ARGV[1]";
        for (Limit[] limits : List.of(one, two)) {
            byte[] bytes =
                    BucketShape.of(BucketShape.counted(Limits.of(limits))).bytes();
            for (String state : List.of(
                    "''",
                    "'5'",
                    "string.char(0)",
                    "string.char(1)",
                    "string.char(2)",
                    "string.char(255)",
                    "string.rep(string.char(1, 0), 500)",
                    "string.rep(string.char(255), 500)",
                    shape,
                    // As much as a state has, and one number more before the debts.
                    "struct.pack('>Bdddd', 1, 1.7e15, 1.7e15, 0, 1.8e15) .. struct.pack('>dd', 1e9, 0) .. " + shape,
                    "struct.pack('>Bdddd', 1, 1.7e15, 1.7e15, 0, 1.8e15) .. struct.pack('>dd', 1e9, 1e9) .. " + shape,
                    "struct.pack('>Bdddd', 2, 1.7e15, 1.7e15, 0, 1.8e15) .. struct.pack('>dddd', 1e9, 0, 1e9, 1) .. "
                            + shape)) {
                Probe.run("redis.call('SET', KEYS[1], " + state + ") return {1}", key("ada"), bytes);
                EndpointLimiter rows = rows(store, limits);
                assertThat(rows.peek("ada", 1).remaining()).as(state).isEqualTo(4);
                assertThat(rows.take("ada", 3).remaining()).as(state).isEqualTo(2);
                assertThat(rows.reserve("ada", 1, Duration.ZERO).decision().remaining())
                        .as(state)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void scriptThatTheServerForgotIsSentAgain() throws Exception {
        EndpointLimiter rows = rows(store, Limit.perDay(1000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> {
                    int admitted = 0;
                    for (int call = 0; call < 100; call++) {
                        if (call % 10 == 0) {
                            Probe.run("return {1}", key("ada"));
                            Admin.to(RedisServer.shared().port(), "SCRIPT", "FLUSH");
                        }
                        admitted += rows.take("ada").allowed() ? 1 : 0;
                    }
                    return admitted;
                });
            }
            int admitted = 0;
            for (Future<Integer> call : threads.invokeAll(calls)) {
                admitted += call.get();
            }
            assertThat(admitted).isEqualTo(400);
            assertThat(rows.peek("ada", 0).remaining()).isEqualTo(600);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void clockThatStepsBackCostsNobodyMoreThanAFullBucket() {
        AtomicLong micros = new AtomicLong(1_794_000_000_000_000L);
        BucketStore timed = new RedisBucketStore(new TimedDriver(Drivers.lettuce(), micros::get), prefix, PATIENCE);
        EndpointLimiter rows = rows(timed, Limit.perSecond(5));
        Reservation before = rows.reserve("ada", 5, Duration.ZERO);
        micros.addAndGet(-3_600_000_000L);
        assertThat(rows.take("ada").retryAfter()).isEqualTo(Duration.ofMillis(200));
        assertThat(before.refund()).isFalse();
        micros.addAndGet(200_000);
        assertThat(rows.take("ada").allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void clockThatJumpsAheadFillsTheBucketAndNoMore() {
        AtomicLong micros = new AtomicLong(1_794_000_000_000_000L);
        BucketStore timed = new RedisBucketStore(new TimedDriver(Drivers.lettuce(), micros::get), prefix, PATIENCE);
        EndpointLimiter rows = rows(timed, Limit.perSecond(5));
        rows.take("ada", 5);
        micros.addAndGet(Duration.ofDays(365).toMillis() * 1000);
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(rows.take("ada").allowed()).isFalse();
    }

    @Test
    void manyThreadsOnOneKeyAreAdmittedNoMoreThanBurstAndRate() throws Exception {
        Limit limit = Limit.perSecond(2_000).withBurst(50);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        long begun = System.nanoTime();
        try {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                BucketStore mine =
                        new RedisBucketStore(i % 2 == 0 ? Drivers.lettuce() : Drivers.jedis(), prefix, PATIENCE);
                EndpointLimiter rows = rows(mine, limit);
                calls.add(() -> {
                    long admitted = 0;
                    for (int call = 0; call < 300; call++) {
                        admitted += rows.take("ada").allowed() ? 1 : 0;
                    }
                    return admitted;
                });
            }
            long admitted = 0;
            for (Future<Long> call : threads.invokeAll(calls)) {
                admitted += call.get();
            }
            long most = limit.burst() + (System.nanoTime() - begun) * limit.permits() / 1_000_000_000;
            assertThat(admitted).isBetween(limit.burst(), most);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asyncCallsAreAnsweredWithoutAThreadEach() throws Exception {
        EndpointLimiter rows = rows(store, Limit.perDay(100));
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(rows.takeAsync("ada", 1)
                    .thenApply(decision -> decision.allowed())
                    .toCompletableFuture());
        }
        int admitted = 0;
        for (Future<Boolean> answer : answers) {
            admitted += answer.get(10, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(100);
        Reservation late = rows.reserveAsync("grace", 1, Duration.ZERO)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(late.refund()).isTrue();
        assertThat(rows.peek("grace", 0).remaining()).isEqualTo(100);
    }

    @Test
    void emptyCallerIsAMistake() {
        BucketStore.Buckets buckets = store.open(ROWS, () -> {});
        Limits limits = buckets.counted(Limits.of(Limit.perSecond(5)));
        assertThatThrownBy(() -> buckets.take("", limits, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("caller: \"\" (expected: not empty)");
    }

    @Test
    void limitsAreCountedInTheFinestTicksThatStayExact() {
        BucketStore.Buckets buckets = store.open(ROWS, () -> {});
        Limits fast = buckets.counted(Limits.of(Limit.perSecond(300_007)));
        // Not 3 or 4 whole microseconds a permit, but 3.3333 of them.
        assertThat(fast.gcra(0).ticksPerUnit()).isEqualTo(1024);
        assertThat(fast.gcra(0).cost(300_007) / 1024).isBetween(1_000_000L, 1_000_300L);
        Limits slow = buckets.counted(Limits.of(Limit.of(1_000_003, Duration.ofDays(365))));
        assertThat(slow.gcra(0).tau()).isLessThanOrEqualTo(1L << 51);
        Limit tooMuch = Limit.of(1, Duration.ofNanos(1)).withBurst(1L << 59);
        assertThatThrownBy(() -> buckets.counted(Limits.of(tooMuch)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: full buckets that are refilled within 71 years");
    }
}
