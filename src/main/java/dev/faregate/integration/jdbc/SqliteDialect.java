package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** SQLite 3.35 and later. A transaction that may write holds the whole file, so nothing in it needs a lock of its own. */
final class SqliteDialect implements SqlDialect {

    private static final NamedSql COUNT =
            NamedSql.of("UPDATE faregate_log SET sequence = sequence + 1 RETURNING sequence");

    private static final NamedSql APPEND = NamedSql.of(
            "INSERT INTO faregate_revocation (sequence, level, target, at) VALUES (:sequence, :level, :target, :at)");

    private final BucketSql buckets;

    SqliteDialect(InstantSource clock) {
        this.buckets = new SqliteBucketSql(clock);
    }

    @Override
    public String schemaFolder() {
        return "sqlite";
    }

    @Override
    public String schemaExists() {
        return "SELECT count(*) FROM sqlite_master WHERE name = 'faregate_schema'";
    }

    @Override
    public void lockSchema(Connection connection) {
        // The transaction holds the file.
    }

    @Override
    public void checkServer(Connection connection) throws SQLException {
        String version = NamedSql.of("SELECT sqlite_version() AS version")
                .first(connection, Values.none(), row -> row.getString("version"))
                .orElseThrow();
        String[] parts = version.split("\\.", 3);
        if (Integer.parseInt(parts[0]) == 3 && Integer.parseInt(parts[1]) < 35) {
            throw new IllegalStateException("SQLite: " + version + " (expected: >= 3.35)");
        }
    }

    @Override
    public void lockForInsertion(Connection connection, String owner, @Nullable String resource) {
        // The transaction holds the file.
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public String forUpdateSkipLocked() {
        return "";
    }

    @Override
    public long append(Connection connection, Values values) throws SQLException {
        long sequence = COUNT.first(connection, Values.none(), row -> row.getLong("sequence"))
                .orElseThrow(SqlDialect::noLog);
        APPEND.update(connection, values.and("sequence", sequence));
        return sequence;
    }

    @Override
    public BucketSql buckets() {
        return buckets;
    }
}
