package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Unguarded;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What decisions write, and what clock steps and purges leave. */
class PostgresBucketRowsTest {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    private final MovableClock clock = new MovableClock();
    private final JdbcStores stores = DATABASE.open(clock);
    private final EndpointLimiter rows = limiter(Limit.perSecond(5));

    private EndpointLimiter limiter(Limit... limits) {
        return Unguarded.endpoint(stores.buckets(), "GET /rows", limits);
    }

    @BeforeEach
    void startOfTime() {
        DATABASE.setMicros(clock, TestDatabase.START_MICROS);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    /** Which version of the row there is, and whether anybody has as much as locked it since. */
    private static String version() {
        return DATABASE.query(
                "SELECT ctid || ' ' || xmin || ' ' || xmax AS version FROM faregate_bucket",
                row -> row.getString("version"));
    }

    private static long count(String sql) {
        return DATABASE.query(sql, row -> row.getLong(1));
    }

    @Test
    void denialWritesAndLocksNothing() {
        rows.take("ada", 5);
        String before = version();
        for (int i = 0; i < 10; i++) {
            assertThat(rows.take("ada").allowed()).isFalse();
            rows.peek("ada", 1);
        }
        assertThat(version()).isEqualTo(before);
    }

    @Test
    void peekAtNobodyWritesNothing() {
        rows.peek("nobody", 1);
        assertThat(count("SELECT count(*) FROM faregate_bucket")).isZero();
    }

    @Test
    void updatesLeaveTheIndexAlone() {
        EndpointLimiter many = limiter(Limit.perSecond(100_000));
        for (int i = 0; i < 500; i++) {
            many.take("ada");
        }
        DATABASE.execute("SELECT pg_stat_force_next_flush()");
        long updates = count("SELECT pg_stat_get_tuples_updated('faregate_bucket'::regclass)");
        long hot = count("SELECT pg_stat_get_tuples_hot_updated('faregate_bucket'::regclass)");
        System.out.printf("PostgresBucketRowsTest: %d of %d updates were HOT%n", hot, updates);
        assertThat(hot).isEqualTo(updates);
    }

    @Test
    void clockThatStepsBackCostsACallerAtMostAFullBucket() {
        rows.take("ada");
        DATABASE.advance(clock, Duration.ofHours(-1));
        Decision decision = rows.take("ada");
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.retryAfter()).isEqualTo(Duration.ofMillis(200));
        DATABASE.advance(clock, Duration.ofMillis(200));
        assertThat(rows.take("ada").allowed()).isTrue();
    }

    @Test
    void purgeForgetsFullBucketsOnly() {
        for (int i = 0; i < 2_500; i++) {
            rows.take("caller " + i);
        }
        DATABASE.advance(clock, Duration.ofMillis(200));
        rows.take("ada", 5);
        EndpointLimiter daily = limiter(Limit.perSecond(5), Limit.perDay(5));
        daily.take("grace", 5);
        DATABASE.advance(clock, Duration.ofMillis(100));
        assertThat(stores.purge()).isEqualTo(2_500);
        assertThat(count("SELECT count(*) FROM faregate_bucket")).isEqualTo(2);
        assertThat(rows.take("ada").allowed()).isFalse();
        DATABASE.advance(clock, Duration.ofSeconds(1));
        stores.purge();
        assertThat(daily.take("grace").allowed()).isFalse();
    }

    @Test
    void refundFromBeforeAPurgeGivesBackNothingToWhoCameAfter() {
        var first = rows.reserve("ada", 2, Duration.ZERO);
        var second = rows.reserve("ada", 2, Duration.ZERO);
        first.refund();
        DATABASE.advance(clock, Duration.ofMillis(500));
        stores.purge();
        assertThat(rows.take("ada", 5).allowed()).isTrue();
        assertThat(second.refund()).isFalse();
        assertThat(rows.take("ada").allowed()).isFalse();
    }
}
