package dev.faregate.integration.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Borrows a connection for each piece of work. The time for an answer is bounded on the socket, which costs no round trip and also
 * holds where the server has stopped altogether; a connection that did not answer in time is closed by its driver.
 */
final class DataSourceDatabase implements Database {

    private final DataSource dataSource;
    private final int timeoutMillis;

    DataSourceDatabase(DataSource dataSource, int timeoutMillis) {
        this.dataSource = dataSource;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public <T> T single(String what, SqlWork<T> work) {
        return borrowed(what, true, work);
    }

    @Override
    public <T> T transaction(String what, SqlWork<T> work) {
        return borrowed(what, false, connection -> Database.committed(connection, work));
    }

    private <T> T borrowed(String what, boolean autoCommit, SqlWork<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            int networkTimeout = connection.getNetworkTimeout();
            boolean autoCommitBefore = connection.getAutoCommit();
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            if (autoCommitBefore != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
            try {
                return work.run(connection);
            } finally {
                if (!connection.isClosed()) {
                    giveBack(connection, networkTimeout, autoCommitBefore);
                }
            }
        } catch (SQLException failure) {
            throw Database.unavailable(what, failure);
        }
    }

    private static void giveBack(Connection connection, int networkTimeout, boolean autoCommit) throws SQLException {
        if (connection.getAutoCommit() != autoCommit) {
            connection.setAutoCommit(autoCommit);
        }
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
    }

    @Override
    public void close() {
        // The data source belongs to whoever made it.
    }
}
