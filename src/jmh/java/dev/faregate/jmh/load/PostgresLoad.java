package dev.faregate.jmh.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.integration.jdbc.JdbcStores;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.EndpointLimiter;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Ours and the peers under the same load on the same PostgreSQL, one after the other, each with eight connections of a pool.
 * "statement" is our store asked each time; "faregate" a limiter over it, whose callers of one key share a question. Arguments as of
 * {@link RedisLoad}, with {@code threads=8}. Prints a table, and writes it to {@code target/postgres-load.md}.
 */
public final class PostgresLoad {

    private static final int CONNECTIONS = 8;
    private static final String LOCK = "SELECT tat FROM by_hand WHERE key = ? FOR UPDATE";

    private PostgresLoad() {}

    public static void main(String[] args) throws Exception {
        File directory = Path.of("target", "postgres-load").toAbsolutePath().toFile();
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(directory)
                        .setDataDirectory(new File(
                                directory, "data-" + ProcessHandle.current().pid()))
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                HikariDataSource pool = pool(server)) {
            execute(pool, "CREATE TABLE bucket4j (id VARCHAR PRIMARY KEY, state BYTEA, expires_at BIGINT)");
            execute(
                    pool,
                    "CREATE UNLOGGED TABLE by_hand (key VARCHAR PRIMARY KEY, tat BIGINT NOT NULL) WITH (fillfactor = 70)");
            LoadTable table = new LoadTable(args);
            table.run(targets(pool, table.guard()), CONNECTIONS, Path.of("target", "postgres-load.md"));
        }
    }

    private static HikariDataSource pool(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        // One more for what listens.
        config.setMaximumPoolSize(CONNECTIONS + 1);
        return new HikariDataSource(config);
    }

    private static Map<String, LoadTable.Opening> targets(DataSource pool, StoreGuard guard) {
        Map<String, LoadTable.Opening> targets = new LinkedHashMap<>();
        targets.put("select for update", limit -> selectForUpdate(pool, limit));
        targets.put("statement", limit -> statement(pool, limit));
        targets.put("faregate", limit -> faregate(pool, limit, guard));
        targets.put("bucket4j", limit -> bucket4j(pool, limit));
        return targets;
    }

    /** The same arithmetic in this process, under a lock on the row: what is usually written by hand. */
    private static LoadTarget selectForUpdate(DataSource pool, Limit limit) {
        long interval = limit.period().toNanos() / 1_000 / limit.permits();
        long tau = limit.burst() * interval;
        String run = "run " + System.nanoTime() + ' ';
        return key -> {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                long now = System.currentTimeMillis() * 1_000;
                long tat = Math.max(now, locked(connection, run + key, now)) + interval;
                boolean admitted = tat - now <= tau;
                if (admitted) {
                    update(connection, run + key, tat);
                }
                connection.commit();
                return admitted;
            }
        };
    }

    private static long locked(Connection connection, String key, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO by_hand VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, key);
            insert.setLong(2, now);
            insert.executeUpdate();
        }
        return locked(connection, key, now);
    }

    private static void update(Connection connection, String key, long tat) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE by_hand SET tat = ? WHERE key = ?")) {
            update.setLong(1, tat);
            update.setString(2, key);
            update.executeUpdate();
        }
    }

    private static LoadTarget statement(DataSource pool, Limit limit) {
        JdbcStores stores = JdbcStores.postgres(pool).createSchema().open();
        BucketStore.Buckets buckets = stores.buckets().open("load " + System.nanoTime(), () -> {});
        Limits limits = buckets.counted(Limits.of(limit));
        return LoadTarget.closing(key -> buckets.take(key, limits, 1) >= 0, stores::close);
    }

    private static LoadTarget faregate(DataSource pool, Limit limit, StoreGuard guard) {
        JdbcStores stores = JdbcStores.postgres(pool).createSchema().open();
        EndpointLimiter limiter = RateLimiter.builder()
                .limit(limit)
                .store(stores.buckets(), guard)
                .build()
                .endpoint("load " + System.nanoTime());
        return LoadTarget.closing(key -> Load.decidedByStore(limiter.take(key)), stores::close);
    }

    private static LoadTarget bucket4j(DataSource pool, Limit limit) {
        ProxyManager<String> buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool)
                .table("bucket4j")
                .primaryKeyMapper(io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper.STRING)
                .build();
        BucketConfiguration configuration = Bucket4jLimit.of(limit);
        String run = "run " + System.nanoTime() + ' ';
        return key -> buckets.getProxy(run + key, () -> configuration)
                .tryConsumeAndReturnRemaining(1)
                .isConsumed();
    }

    private static void execute(DataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
