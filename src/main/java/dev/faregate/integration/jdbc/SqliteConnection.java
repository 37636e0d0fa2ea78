package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * One connection to a file of SQLite, used by one thread at a time: SQLite has one writer anyway, and a thread that waits here wakes
 * as soon as it may go on, while one that waits for the file's lock looks again after a while.
 */
final class SqliteConnection implements Database {

    private static final String URL = "jdbc:sqlite:";

    private final Connection connection;
    private final ReentrantLock lock;
    private final int timeoutMillis;

    private SqliteConnection(Connection connection, ReentrantLock lock, int timeoutMillis) {
        this.connection = connection;
        this.lock = lock;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Opens a connection.
     *
     * @param lock the same for all connections of this process to the file
     * @param synchronous {@code FULL} if a commit must outlive a power failure, {@code NORMAL} if only the file's integrity must
     */
    static SqliteConnection open(Path file, ReentrantLock lock, int timeoutMillis, String synchronous) {
        requireDriver();
        Properties settings = new Properties();
        settings.setProperty("journal_mode", "WAL");
        settings.setProperty("synchronous", synchronous);
        settings.setProperty("busy_timeout", Integer.toString(timeoutMillis));
        try {
            return new SqliteConnection(DriverManager.getConnection(URL + file, settings), lock, timeoutMillis);
        } catch (SQLException failure) {
            throw Database.unavailable("opening " + file, failure);
        }
    }

    private static void requireDriver() {
        try {
            DriverManager.getDriver(URL);
        } catch (SQLException none) {
            throw new IllegalStateException(
                    "driver for " + URL + " none (expected: org.xerial:sqlite-jdbc beside Faregate)", none);
        }
    }

    @Override
    public <T> T single(String what, SqlWork<T> work) {
        return locked(what, work);
    }

    @Override
    public <T> T transaction(String what, SqlWork<T> work) {
        return locked(what, held -> committed(held, work));
    }

    /**
     * In the file's own words. The driver's {@code setAutoCommit} and {@code commit} begin the next transaction at once, and where
     * somebody else holds the file they fail in a state without one, in which each statement would be committed by itself.
     */
    private static <T> T committed(Connection held, SqlWork<T> work) throws SQLException {
        execute(held, "BEGIN IMMEDIATE");
        boolean committed = false;
        try {
            T result = work.run(held);
            execute(held, "COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(held);
            }
        }
    }

    private static void rollBack(Connection held) {
        try {
            execute(held, "ROLLBACK");
        } catch (SQLException none) {
            // SQLite has rolled back itself; why is thrown already.
            LoggerFactory.getLogger(SqliteConnection.class).debug("rolling back", none);
        }
    }

    private static void execute(Connection held, String sql) throws SQLException {
        try (Statement statement = held.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> T locked(String what, SqlWork<T> work) {
        boolean locked = false;
        try {
            locked = lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS);
            if (!locked) {
                throw new StoreUnavailableException(what + ": the file was in use for " + timeoutMillis + " ms");
            }
            return work.run(connection);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(what + ": interrupted", interrupted);
        } catch (SQLException failure) {
            throw Database.unavailable(what, failure);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException failure) {
            throw Database.unavailable("closing the file", failure);
        } finally {
            lock.unlock();
        }
    }
}
