package dev.faregate.integration.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database for one test class: each call of {@link #open} finds it empty, and closes what was opened before. */
abstract class TestDatabase implements AutoCloseable {

    static final long START_MICROS = 1_800_000_000_000_000L;

    private final List<JdbcStores> opened = new ArrayList<>();

    /** Settings for stores over the same, without emptying it. */
    abstract JdbcStoresBuilder builder(MovableClock clock);

    abstract void empty();

    abstract Connection connect() throws SQLException;

    /** Moves the time that buckets go by. */
    abstract void advance(MovableClock clock, Duration time);

    abstract void setMicros(MovableClock clock, long micros);

    JdbcStores open(MovableClock clock) {
        closeOpened();
        empty();
        return openAnother(clock);
    }

    /** Further stores over the same, as another node has them. */
    JdbcStores openAnother(MovableClock clock) {
        JdbcStores stores = builder(clock).open();
        opened.add(stores);
        return stores;
    }

    /** A connection for a test to keep. */
    Connection connection() {
        try {
            return connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String... sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T query(String sql, NamedSql.RowReader<T> reader) {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return reader.read(rows);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void closeOpened() {
        opened.forEach(JdbcStores::close);
        opened.clear();
    }

    @Override
    public void close() {
        closeOpened();
    }

    static TestDatabase postgres() {
        return new Postgres();
    }

    static TestDatabase sqlite() {
        return new Sqlite();
    }

    static final class Postgres extends TestDatabase {

        final String name = TestPostgres.newDatabase("");
        private final HikariDataSource pool = TestPostgres.pool(TestPostgres.dataSource(name), 10);

        private Postgres() {
            JdbcStores.postgres(pool).createSchema();
            execute(
                    "CREATE TABLE test_clock (now bigint NOT NULL)",
                    "INSERT INTO test_clock VALUES (" + START_MICROS + ")");
        }

        @Override
        JdbcStoresBuilder builder(MovableClock clock) {
            return JdbcStores.postgres(pool)
                    .clock(clock)
                    .dialect(new PostgresDialect("(SELECT now FROM test_clock)"))
                    .timeout(Duration.ofSeconds(30));
        }

        @Override
        void empty() {
            execute(
                    "TRUNCATE faregate_api_token, faregate_former_secret, faregate_revocation, faregate_watermark, faregate_session, faregate_bucket",
                    "UPDATE faregate_log SET sequence = 0, id = replace(gen_random_uuid()::text, '-', '')");
        }

        @Override
        Connection connect() throws SQLException {
            return pool.getConnection();
        }

        @Override
        void advance(MovableClock clock, Duration time) {
            execute("UPDATE test_clock SET now = now + " + time.toNanos() / 1_000);
        }

        @Override
        void setMicros(MovableClock clock, long micros) {
            execute("UPDATE test_clock SET now = " + micros);
        }

        @Override
        public void close() {
            super.close();
            pool.close();
        }
    }

    static final class Sqlite extends TestDatabase {

        private Path file = newFile();

        private Sqlite() {}

        private static Path newFile() {
            try {
                Path folder = Files.createDirectories(Path.of("target", "sqlite"));
                return folder.resolve(UUID.randomUUID() + ".db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        JdbcStoresBuilder builder(MovableClock clock) {
            return JdbcStores.sqlite(file).clock(clock).timeout(Duration.ofSeconds(30));
        }

        @Override
        void empty() {
            file = newFile();
        }

        @Override
        Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=5000");
        }

        @Override
        void advance(MovableClock clock, Duration time) {
            clock.advance(time);
        }

        @Override
        void setMicros(MovableClock clock, long micros) {
            clock.advance(Duration.ofNanos(1_000 * (micros - Micros.of(clock.instant()))));
        }
    }
}
