package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.LoggerFactory;

/** Lends connections, each for a bounded time. Safe for use by many threads. */
interface Database extends AutoCloseable {

    /**
     * Runs a single statement.
     *
     * @param what what it does, for the message of a failure
     * @throws StoreUnavailableException if it fails
     */
    <T> T single(String what, SqlWork<T> work);

    /**
     * Runs several statements, all or none.
     *
     * @param what what they do, for the message of a failure
     * @throws StoreUnavailableException if they fail; then all may have happened or none
     */
    <T> T transaction(String what, SqlWork<T> work);

    @Override
    void close();

    static StoreUnavailableException unavailable(String what, SQLException failure) {
        String state = failure.getSQLState();
        // SQLite has numbers of its own instead.
        String code = state == null ? "error " + failure.getErrorCode() : "SQL state " + state;
        return new StoreUnavailableException(what + ": the database failed (" + code + ")", failure);
    }

    /** Runs the work between a begun transaction and its end. */
    static <T> T committed(Connection connection, SqlWork<T> work) throws SQLException {
        boolean committed = false;
        try {
            T result = work.run(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // The connection is gone, and the transaction with it; what broke it is thrown already.
            LoggerFactory.getLogger(Database.class).debug("rolling back", broken);
        }
    }
}
