package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.FaultyProxy;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/**
 * A real Redis fails in every way while eight threads take permits, and two revoke and use refresh tokens: they get an answer or a
 * {@link StoreUnavailableException} within the timeout, never more than the limit, and answers again soon after; and what was
 * answered lasts. The figures are printed, and kept in {@code target/redis-faults.txt}.
 */
class FaultsTest {

    private static final int THREADS = 8;
    private static final Limit LIMIT = Limit.perSecond(200).withBurst(100);

    /** Of Jedis, where nothing else is said. */
    private static final int POOL_SIZE = 8;

    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration SOON = Duration.ofSeconds(5);

    /** A thread on a busy machine may wait for its turn. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private enum Fault {
        STOPPED(600),
        KILLED(300),
        SCRIPTS_FLUSHED(50),
        CUT(50),
        REFUSED(400),
        BLACKHOLE(2_600),
        SLOW(400),
        POOL_EXHAUSTED(600);

        private final long millis;

        Fault(long millis) {
            this.millis = millis;
        }

        private void strike(RedisServer server, FaultyProxy proxy, Hoard hoard) throws Exception {
            switch (this) {
                case STOPPED -> server.suspend();
                case KILLED -> server.kill();
                case SCRIPTS_FLUSHED -> Admin.to(server.port(), "SCRIPT", "FLUSH");
                case CUT -> proxy.cut();
                case REFUSED -> proxy.refuse();
                case BLACKHOLE -> proxy.blackhole();
                case SLOW -> proxy.delay(400);
                case POOL_EXHAUSTED -> hoard.take();
            }
        }

        private void heal(RedisServer server, FaultyProxy proxy, Hoard hoard) throws Exception {
            switch (this) {
                case STOPPED -> server.resume();
                case KILLED -> server.restart();
                case POOL_EXHAUSTED -> hoard.giveBack();
                default -> proxy.heal();
            }
        }
    }

    /** All connections of a pool of Jedis' but the one that listens. */
    private record Hoard(RedisClient jedis, List<AbstractPipeline> taken) {

        private void take() {
            for (int i = 1; i < POOL_SIZE; i++) {
                taken.add(jedis.pipelined());
            }
        }

        private void giveBack() {
            taken.forEach(AbstractPipeline::close);
        }
    }

    /** What callers saw. */
    private static final class Seen {
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong admitted = new AtomicLong();
        private final AtomicLong unavailable = new AtomicLong();
        private final AtomicLong longestNanos = new AtomicLong();
        private final AtomicReference<Throwable> other = new AtomicReference<>();
        private volatile long healedAt;
        private volatile boolean over;

        /** Until it was answered after the healing; returns how long after. */
        private long call(BucketStore.Buckets buckets) {
            Limits limits = buckets.counted(Limits.of(LIMIT));
            while (true) {
                long begun = System.nanoTime();
                long healed = healedAt;
                try {
                    admitted.addAndGet(buckets.take("ada", limits, 1) >= 0 ? 1 : 0);
                    if (healed != 0 && begun - healed >= 0 && over) {
                        return System.nanoTime() - healed;
                    }
                } catch (StoreUnavailableException e) {
                    unavailable.incrementAndGet();
                    LockSupport.parkNanos(1_000_000);
                } catch (RuntimeException e) {
                    other.set(e);
                    return Long.MAX_VALUE;
                } finally {
                    calls.incrementAndGet();
                    longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPED, lettuce", "KILLED, lettuce", "SCRIPTS_FLUSHED, lettuce", "CUT, lettuce", "REFUSED, lettuce",
        "BLACKHOLE, lettuce", "SLOW, lettuce", "STOPPED, jedis", "KILLED, jedis", "SCRIPTS_FLUSHED, jedis",
        "CUT, jedis", "REFUSED, jedis", "BLACKHOLE, jedis", "SLOW, jedis", "POOL_EXHAUSTED, jedis"
    })
    void callersAreAnsweredOrToldInTimeAndGetNoMore(Fault fault, String client) throws Exception {
        // What Redis has answered it keeps, though the machine might lose it.
        String[] lasting = {"--appendonly", "yes", "--appendfsync", "no", "--appenddirname", "aof-" + UUID.randomUUID()
        };
        try (RedisServer server = RedisServer.start(lasting);
                FaultyProxy proxy = new FaultyProxy(server.port());
                RedisClient jedis = jedis(proxy.port());
                RedisDriver driver = client.equals("jedis") ? JedisDriver.over(jedis) : driver(client, proxy.port());
                RedisDriver elsewhere = driver(client, proxy.port())) {
            RedisStores stores = RedisStores.over(driver).withTimeout(TIMEOUT);
            RedisStores others = RedisStores.over(elsewhere).withTimeout(TIMEOUT);
            try (RedisRevocationLog log = stores.revocationLog().open();
                    RedisRevocationLog other = others.revocationLog().open()) {
                LastingLoad lastingLoad = new LastingLoad(log, stores.sessions());
                lastingLoad.start();
                strikeUnderLoad(fault, client, server, proxy, new Hoard(jedis, new ArrayList<>()), stores.buckets());
                lastingLoad.awaitSuccessAfterHealing();
                String figures =
                        String.format("| %s %d ms | %s | %s |", fault, fault.millis, client, lastingLoad.figures());
                System.out.println("FaultsTest: " + figures);
                FaultReport.line(figures);
                try (RedisDriver fresh = driver(client, server.port());
                        RedisRevocationLog after =
                                RedisStores.over(fresh).revocationLog().open()) {
                    lastingLoad.check(TIMEOUT.multipliedBy(3).plus(SLACK), SOON, other, after);
                }
            }
        }
    }

    private static void strikeUnderLoad(
            Fault fault, String client, RedisServer server, FaultyProxy proxy, Hoard hoard, BucketStore store)
            throws Exception {
        BucketStore.Buckets buckets = store.open("GET /rows", () -> {});
        Seen seen = new Seen();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begun = System.nanoTime();
            List<Future<Long>> callers = new ArrayList<>();
            Callable<Long> caller = () -> seen.call(buckets);
            for (int i = 0; i < THREADS; i++) {
                callers.add(threads.submit(caller));
            }
            TimeUnit.MILLISECONDS.sleep(150);
            fault.strike(server, proxy, hoard);
            TimeUnit.MILLISECONDS.sleep(fault.millis);
            fault.heal(server, proxy, hoard);
            seen.over = true;
            seen.healedAt = System.nanoTime();
            long recovered = 0;
            for (Future<Long> after : callers) {
                recovered = Math.max(recovered, after.get(30, TimeUnit.SECONDS));
            }
            check(fault, client, seen, System.nanoTime() - begun, recovered);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void check(Fault fault, String client, Seen seen, long elapsed, long recovered) {
        String figures = String.format(
                Locale.ROOT,
                "| %s %d ms | %s | %d calls | %d unavailable | longest %d ms | all answered %d ms after | admitted %d |",
                fault,
                fault.millis,
                client,
                seen.calls.get(),
                seen.unavailable.get(),
                seen.longestNanos.get() / 1_000_000,
                recovered / 1_000_000,
                seen.admitted.get());
        System.out.println("FaultsTest: " + figures);
        FaultReport.line(figures);
        assertThat(seen.other.get()).as("what callers saw besides").isNull();
        assertThat(Duration.ofNanos(seen.longestNanos.get())).isLessThan(TIMEOUT.plus(SLACK));
        assertThat(Duration.ofNanos(recovered)).isLessThan(SOON);
        assertThat(seen.admitted.get()).isLessThanOrEqualTo(LIMIT.burst() + elapsed * LIMIT.permits() / 1_000_000_000);
        if (fault == Fault.SCRIPTS_FLUSHED) {
            assertThat(seen.unavailable).hasValue(0);
        } else if (fault != Fault.CUT) {
            assertThat(seen.unavailable.get()).isPositive();
        }
    }

    private static RedisDriver driver(String client, int port) {
        return client.equals("lettuce")
                ? LettuceDriver.connect("redis://127.0.0.1:" + port)
                : JedisDriver.over(jedis(port));
    }

    private static RedisClient jedis(int port) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis(500)
                        .connectionTimeoutMillis(500)
                        .build())
                .build();
    }
}
