package dev.faregate.integration.jdbc;

import dev.faregate.ratelimit.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Buckets in a state that a test chooses.
 *
 * @param connection to where they are
 * @param buckets whose they are
 */
record PlacedBuckets(Connection connection, JdbcBuckets buckets) {

    void place(String caller, Limits limits, List<Long> tats, long longestWaitMicros) {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO faregate_bucket (key, limits, incarnation, longest_wait, tat0, tat1, tat2, tat3)"
                        + " VALUES (?, ?, 1, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, buckets.key(caller));
            insert.setString(2, LimitsText.write(limits));
            insert.setLong(3, longestWaitMicros);
            for (int i = 0; i < 4; i++) {
                insert.setObject(4 + i, i < tats.size() ? tats.get(i) : null, java.sql.Types.BIGINT);
            }
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Long> state(String caller, int count) {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT tat0, tat1, tat2, tat3 FROM faregate_bucket WHERE key = ?")) {
            select.setBytes(1, buckets.key(caller));
            try (var row = select.executeQuery()) {
                row.next();
                List<Long> tats = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    tats.add(row.getLong("tat" + i));
                }
                return tats;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
