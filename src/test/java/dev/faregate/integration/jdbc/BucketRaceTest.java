package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another node comes between the statements of one decision, each time. */
class BucketRaceTest {

    private static final HikariDataSource POOL =
            TestPostgres.pool(TestPostgres.dataSource(TestPostgres.newDatabase("")), 4);
    private static final Database DATABASE = new DataSourceDatabase(POOL, 10_000);
    private static final BucketSql SQL = new PostgresDialect().buckets();
    private static final String ROWS = "GET /rows";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Limits OURS = Limits.of(Limit.perDay(10)).micros(1);
    private static final Limits THEIRS =
            Limits.of(Limit.perDay(20).named("10/d")).micros(1);

    static {
        JdbcStores.postgres(POOL).createSchema();
    }

    @AfterAll
    static void closePool() {
        POOL.close();
    }

    /** The statements, with something that another node does before each. */
    private record Between(Runnable beforeDeciding, Runnable beforeKeeping, Runnable beforeDecidingKept)
            implements BucketSql {

        @Override
        public Optional<Said> take(Connection connection, BucketCall call) throws SQLException {
            (connection.getAutoCommit() ? beforeDeciding : beforeDecidingKept).run();
            return SQL.take(connection, call);
        }

        @Override
        public Optional<BucketRow> read(Connection connection, byte[] key) throws SQLException {
            return SQL.read(connection, key);
        }

        @Override
        public Optional<BucketRow> readForUpdate(Connection connection, byte[] key) throws SQLException {
            beforeKeeping.run();
            return SQL.readForUpdate(connection, key);
        }

        @Override
        public long now(Connection connection) throws SQLException {
            return SQL.now(connection);
        }
    }

    private final JdbcBuckets other = new JdbcBuckets(DATABASE, SQL, ROWS);

    @Test
    void decisionTakesOneStatement() {
        AtomicInteger statements = new AtomicInteger();
        JdbcBuckets counted = new JdbcBuckets(new DataSourceDatabase(counting(statements), 10_000), SQL, ROWS);
        for (int i = 1; i <= 15; i++) {
            assertThat(counted.take("bob", OURS, 1) > 0).isEqualTo(i <= 10);
            assertThat(statements).as("statements for %s decisions", i).hasValue(i);
        }
    }

    private static DataSource counting(AtomicInteger statements) {
        return proxied(
                DataSource.class,
                POOL,
                result -> result instanceof Connection connection
                        ? proxied(Connection.class, connection, prepared -> {
                            statements.addAndGet(prepared instanceof Statement ? 1 : 0);
                            return prepared;
                        })
                        : result);
    }

    private static <T> T proxied(Class<T> type, T real, UnaryOperator<Object> seen) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                Object result = method.invoke(real, args);
                return result == null ? null : seen.apply(result);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Test
    void nodesWithOtherLimitsNeverKeepEachOtherFromAnAnswer() {
        AtomicInteger between = new AtomicInteger();
        Runnable others = () -> {
            between.incrementAndGet();
            other.take("ada", THEIRS, 1);
        };
        JdbcBuckets ours = new JdbcBuckets(DATABASE, new Between(others, () -> {}, () -> {}), ROWS);
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int i = 1; i <= 5; i++) {
                assertThat(ours.take("ada", OURS, 1)).as("call %s", i).isPositive();
                assertThat(between).hasValue(i);
            }
            assertThat(ours.take("ada", OURS, 1))
                    .as("ten are taken, five by each")
                    .isNegative();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lastPermitsThatAnotherNodeIsJustTakingAreDenied(boolean bucketIsThere) throws Exception {
        JdbcBuckets ours = new JdbcBuckets(DATABASE, SQL, ROWS);
        String caller = "grace " + bucketIsThere;
        long left = bucketIsThere ? 9 : 10;
        if (bucketIsThere) {
            other.take(caller, OURS, 1);
        }
        FutureTask<Long> taking = new FutureTask<>(() -> ours.take(caller, OURS, 1));
        try (Connection transaction = POOL.getConnection()) {
            transaction.setAutoCommit(false);
            SQL.take(transaction, new BucketCall(other.key(caller), OURS, left, 0, 1));
            new Thread(taking).start();
            awaitSomebodyWaitingForALock();
            transaction.commit();
        }
        assertThat(taking.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNegative();
    }

    private static void awaitSomebodyWaitingForALock() throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = POOL.getConnection();
                var statement = connection.createStatement()) {
            boolean waiting = false;
            while (!waiting) {
                assertThat(System.nanoTime()).as("nobody waits for a lock").isLessThan(end);
                try (var rows = statement.executeQuery("SELECT count(*) > 0 FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                    rows.next();
                    waiting = rows.getBoolean(1);
                }
            }
        }
    }

    @Test
    void bucketThatIsPurgedAndMadeAnewForEverIsUnavailableInTheEnd() {
        AtomicInteger kept = new AtomicInteger();
        Runnable makes = () -> other.take("eve", THEIRS, 1);
        Runnable purges = () -> TestPostgres.execute(POOL, "DELETE FROM faregate_bucket");
        JdbcBuckets ours = new JdbcBuckets(
                DATABASE,
                new Between(makes, purges, () -> {
                    kept.incrementAndGet();
                    makes.run();
                }),
                ROWS);
        assertTimeoutPreemptively(
                PATIENCE,
                () -> assertThatThrownBy(() -> ours.take("eve", OURS, 1))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessage("taking permits: 3 times another process made the bucket anew meanwhile"));
        assertThat(kept).hasValue(3);
    }
}
