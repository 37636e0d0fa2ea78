package dev.faregate.integration.jdbc;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hears PostgreSQL's notifications ({@code LISTEN}) on a connection that it keeps. What a notification says is not looked at:
 * whatever it is, the log is read. Reading over the same connection, at least once in each poll, tells whether that is still alive.
 */
final class ListeningSignal implements LogSignal {

    private static final String PG_CONNECTION = "org.postgresql.PGConnection";

    /** How soon it is seen that this is to be closed. */
    private static final int LOOK_MILLIS = 50;

    private final DataSource dataSource;
    private final int pollMillis;
    private final int timeoutMillis;
    private volatile boolean closed;
    private @Nullable Connection borrowed;
    private int networkTimeout;
    private boolean autoCommit;

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
        Connection listening = borrowed;
        if (listening == null) {
            // What was appended until then was not heard, so there is no waiting yet.
            listen();
        } else {
            awaitNotification(listening);
        }
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    private void listen() throws SQLException {
        Connection connection = dataSource.getConnection();
        borrowed = connection;
        networkTimeout = connection.getNetworkTimeout();
        autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, timeoutMillis);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + PostgresDialect.CHANNEL);
        }
    }

    private void awaitNotification(Connection listening) throws SQLException {
        Object driver = listening.unwrap(pgConnection());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pollMillis);
        long left = pollMillis;
        while (!closed && left > 0 && !hears(driver, (int) Math.min(left, LOOK_MILLIS))) {
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    // By reflection, so that nothing needs the driver to compile.
    private static boolean hears(Object driver, int millis) throws SQLException {
        try {
            Object heard =
                    pgConnection().getMethod("getNotifications", int.class).invoke(driver, millis);
            return heard != null && Array.getLength(heard) > 0;
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
    public void read(JdbcRevocationLog log) {
        if (borrowed != null) {
            log.refresh(borrowed);
        }
    }

    @Override
    public void release() {
        Connection connection = borrowed;
        borrowed = null;
        if (connection != null) {
            try (connection) {
                stopListening(connection);
            } catch (SQLException gone) {
                LogFollower.LOGGER.debug("giving back a connection that listened", gone);
            }
        }
    }

    /** Nobody else is to borrow a connection that listens: one that cannot stop is ended. */
    private void stopListening(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN " + PostgresDialect.CHANNEL);
            connection.setAutoCommit(autoCommit);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException broken) {
            connection.abort(Runnable::run);
            throw broken;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
