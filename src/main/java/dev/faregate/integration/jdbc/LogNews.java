package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say of the revocation log at one instant.
 *
 * @param logId the log's identity
 * @param newest the number of its newest entry
 * @param entries the entries that were asked for, as far as they are kept
 */
record LogNews(String logId, long newest, List<Revocation> entries) {

    // One statement, so that entries and counter are of one instant.
    private static final NamedSql AFTER = NamedSql.of("""
            SELECT l.id AS log_id, l.sequence AS newest, r.sequence, r.level, r.target, r.at
            FROM faregate_log l LEFT JOIN faregate_revocation r ON r.sequence > :after
            ORDER BY r.sequence LIMIT :most""");

    private static final NamedSql RENEW = NamedSql.of(
            "UPDATE faregate_log SET id = :renewed, sequence = :sequence WHERE id = :id AND sequence < :sequence");

    private static final NamedSql RAISE =
            NamedSql.of("UPDATE faregate_log SET sequence = :sequence WHERE sequence < :sequence");

    /** The entries above a number, and where the log stands. */
    static LogNews after(long sequence, long most, Connection connection) throws SQLException {
        List<Row> rows = AFTER.list(connection, Values.of("after", sequence).and("most", most), Row::read);
        if (rows.isEmpty()) {
            throw SqlDialect.noLog();
        }
        return new LogNews(
                rows.get(0).logId(),
                rows.get(0).newest(),
                rows.stream().map(Row::entry).filter(Objects::nonNull).toList());
    }

    /**
     * Gives the log another identity, unless somebody else has, or it has reached the position again. It goes on above all numbers
     * that were seen: below them, who has seen them would take what is new for what is old.
     */
    static void renew(LogPosition known, Connection connection) throws SQLException {
        RENEW.update(
                connection,
                Values.of("renewed", UUID.randomUUID().toString().replace("-", ""))
                        .and("id", known.logId())
                        .and("sequence", known.sequence()));
        RAISE.update(connection, Values.of("sequence", known.sequence()));
    }

    /** Whether the log stands below a position that it, or the log before it, had reached. */
    boolean isBehind(LogPosition known) {
        return newest < known.sequence();
    }

    private record Row(String logId, long newest, @Nullable Revocation entry) {

        static Row read(ResultSet row) throws SQLException {
            long sequence = row.getLong("sequence");
            boolean none = row.wasNull();
            return new Row(row.getString("log_id"), row.getLong("newest"), none ? null : entry(sequence, row));
        }

        private static Revocation entry(long sequence, ResultSet row) throws SQLException {
            RevocationTarget.Level level = RevocationTarget.Level.valueOf(row.getString("level"));
            return new Revocation(
                    sequence, new RevocationTarget(level, row.getString("target")), Micros.read(row, "at"));
        }
    }
}
