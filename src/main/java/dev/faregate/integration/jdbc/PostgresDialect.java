package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL 13 and later. */
final class PostgresDialect implements SqlDialect {

    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresDialect.class);

    static final String CHANNEL = "faregate_revocation";

    private static final int OLDEST_VERSION = 130_000;

    private static final NamedSql APPEND = NamedSql.of("""
            WITH counted AS (UPDATE faregate_log SET sequence = sequence + 1 RETURNING sequence),
            entry AS (
              INSERT INTO faregate_revocation (sequence, level, target, at)
              SELECT sequence, :level, :target, :at FROM counted
              RETURNING sequence)
            SELECT sequence, pg_notify('faregate_revocation', '') FROM entry""");

    // In the same order everywhere, so that no two insertions wait for each other.
    private static final NamedSql LOCK_BOTH = NamedSql.of("""
            SELECT pg_advisory_xact_lock(number) FROM (
              SELECT DISTINCT hashtextextended(part, 0) AS number
              FROM (VALUES ('faregate owner ' || :owner), ('faregate resource ' || :resource)) AS parts (part)
              ORDER BY number) AS ordered""");

    private static final NamedSql LOCK_OWNER =
            NamedSql.of("SELECT pg_advisory_xact_lock(hashtextextended('faregate owner ' || :owner, 0))");

    private static final NamedSql SERVER = NamedSql.of("""
            SELECT current_setting('server_encoding') AS encoding, current_setting('transaction_isolation') AS isolation,
              current_setting('server_version_num')::integer AS version, current_setting('synchronous_commit') AS commit,
              pg_is_in_recovery() AS replica""");

    private final BucketSql buckets;

    /** With the server's time, as a number of microseconds. */
    PostgresDialect(String now) {
        this.buckets = new PostgresBucketSql(now);
    }

    PostgresDialect() {
        // The statement's time: the same for all of it, and merely stale after a wait for a lock, which lets nothing
        // more in.
        this("(extract(epoch FROM statement_timestamp()) * 1000000)::bigint");
    }

    @Override
    public String schemaFolder() {
        return "postgresql";
    }

    @Override
    public String schemaExists() {
        return "SELECT count(to_regclass('faregate_schema'))";
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('faregate schema', 0))");
        }
    }

    @Override
    public void checkServer(Connection connection) throws SQLException {
        check("database", connection.getMetaData().getDatabaseProductName(), "PostgreSQL");
        SERVER.first(connection, Values.none(), row -> {
            check("server_encoding", row.getString("encoding"), "UTF8");
            check("default_transaction_isolation", row.getString("isolation"), "read committed");
            if (row.getInt("version") < OLDEST_VERSION) {
                throw new IllegalStateException(
                        "PostgreSQL: " + row.getInt("version") + " (expected: >= " + OLDEST_VERSION + ")");
            }
            if (row.getBoolean("replica")) {
                throw new IllegalStateException("PostgreSQL: a standby server (expected: the primary)");
            }
            if (row.getString("commit").equals("off")) {
                LOGGER.warn(
                        "synchronous_commit: off (expected: on); a crash of PostgreSQL may bring back what was revoked"
                                + " just before.");
            }
            return row;
        });
    }

    private static void check(String setting, String value, String expected) {
        if (!value.equals(expected)) {
            throw new IllegalStateException(setting + ": " + value + " (expected: " + expected + ")");
        }
    }

    @Override
    public void lockForInsertion(Connection connection, String owner, @Nullable String resource) throws SQLException {
        Values values = Values.of("owner", owner).and("resource", resource);
        (resource == null ? LOCK_OWNER : LOCK_BOTH).list(connection, values, ResultSet::getRow);
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public String forUpdateSkipLocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public long append(Connection connection, Values values) throws SQLException {
        return APPEND.first(connection, values, row -> row.getLong("sequence")).orElseThrow(SqlDialect::noLog);
    }

    @Override
    public BucketSql buckets() {
        return buckets;
    }
}
