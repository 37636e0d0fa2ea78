package dev.faregate.integration.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hears PostgreSQL's notifications ({@code LISTEN}) on a connection that it keeps. What a notification says is not looked at:
 * whatever it is, the log is read. Reading over the same connection, at least once in each poll, tells whether that is still alive.
 */
final class ListeningSignal implements LogSignal {

    private static final String PG_CONNECTION = "org.postgresql.PGConnection";

    private final DataSource dataSource;
    private final int pollMillis;
    private final int timeoutMillis;
    private final AtomicReference<@Nullable Connection> raw = new AtomicReference<>();
    private volatile boolean closed;
    private @Nullable Connection borrowed;

    ListeningSignal(DataSource dataSource, int pollMillis, int timeoutMillis) {
        this.dataSource = dataSource;
        this.pollMillis = pollMillis;
        this.timeoutMillis = timeoutMillis;
    }

    /** Whether the driver hears notifications. */
    static boolean works(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isWrapperFor(Class.forName(PG_CONNECTION));
        } catch (SQLException failure) {
            throw Database.unavailable("connecting", failure);
        } catch (ClassNotFoundException anotherDriver) {
            return false;
        }
    }

    @Override
    public void await() throws SQLException, InterruptedException {
        if (borrowed == null) {
            // What was appended until then was not heard, so there is no waiting yet.
            listen();
        } else {
            awaitNotification();
        }
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    private void listen() throws SQLException {
        Connection connection = dataSource.getConnection();
        borrowed = connection;
        raw.set((Connection) connection.unwrap(pgConnection()));
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, timeoutMillis);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + PostgresDialect.CHANNEL);
        }
    }

    // By reflection, so that nothing needs the driver to compile.
    private void awaitNotification() throws SQLException {
        Connection listening = raw.get();
        if (listening == null) {
            return;
        }
        try {
            pgConnection().getMethod("getNotifications", int.class).invoke(listening, pollMillis);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof SQLException failure ? failure : new SQLException(failed.getCause());
        } catch (ReflectiveOperationException otherDriver) {
            throw new SQLException("the driver hears no notifications", otherDriver);
        }
    }

    private static Class<?> pgConnection() throws SQLException {
        try {
            return Class.forName(PG_CONNECTION);
        } catch (ClassNotFoundException otherDriver) {
            throw new SQLException("the driver hears no notifications", otherDriver);
        }
    }

    @Override
    public void read(JdbcRevocationLog log) throws SQLException {
        if (borrowed != null) {
            log.refresh(borrowed);
        }
    }

    @Override
    public void release() {
        Connection connection = borrowed;
        borrowed = null;
        abort();
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                LogFollower.LOGGER.debug("giving back a connection that listened", gone);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        abort();
    }

    /**
     * Ends the connection itself, since it may wait for an answer, and nobody else is to borrow one that listens. The pool's own
     * stays with the thread that borrowed it: two that close it at once would leave a dead one in the pool.
     */
    private void abort() {
        Connection ended = raw.getAndSet(null);
        if (ended != null) {
            try {
                ended.abort(Runnable::run);
            } catch (SQLException gone) {
                LogFollower.LOGGER.debug("ending a connection that listened", gone);
            }
        }
    }
}
