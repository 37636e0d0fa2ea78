package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls to a PostgreSQL that lets them wait: all buckets are locked by somebody else. */
class SilentPostgresTest {

    private static final int THREADS = 4;
    private static final int CALLERS = 200;

    @Test
    void statementsThatNobodyWaitsForAnyMoreDoNotPileUp() throws Exception {
        String name = TestPostgres.newDatabase("");
        try (HikariDataSource pool = TestPostgres.pool(TestPostgres.dataSource(name), THREADS + 4);
                JdbcStores stores = JdbcStores.postgres(pool)
                        .createSchema()
                        .timeout(Duration.ofSeconds(60))
                        .open();
                Connection locking = pool.getConnection();
                Statement lock = locking.createStatement()) {
            RateLimiter limiter = RateLimiter.builder()
                    .store(stores.buckets(), StoreGuard.standard().threads(THREADS))
                    .limit(Limit.perDay(10))
                    .build();
            EndpointLimiter rows = limiter.endpoint("GET /rows");
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE faregate_bucket IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                decisions.add(rows.takeAsync("caller " + i, 1).toCompletableFuture());
            }
            for (CompletableFuture<Decision> decision : decisions) {
                assertThat(decision.get(30, TimeUnit.SECONDS).decidedBy()).isEqualTo(DecidedBy.LOCAL);
            }
            // The listener's connection, the locking one, and those of the statements.
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isLessThanOrEqualTo(2 + THREADS);
            locking.commit();
            limiter.close();
            awaitIdle(pool);
            // Each statement that was sent made a bucket.
            try (var buckets = lock.executeQuery("SELECT count(*) FROM faregate_bucket")) {
                buckets.next();
                assertThat(buckets.getInt(1))
                        .as("statements for %s calls", CALLERS)
                        .isBetween(1, THREADS);
            }
        }
    }

    private static void awaitIdle(HikariDataSource pool) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (pool.getHikariPoolMXBean().getActiveConnections() > 2 || storeThreads() > 0) {
            assertThat(System.nanoTime()).as("time of the last statement's end").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long storeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("faregate-ratelimit-store"))
                .count();
    }
}
