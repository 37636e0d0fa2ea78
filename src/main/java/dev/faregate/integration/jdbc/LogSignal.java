package dev.faregate.integration.jdbc;

import java.sql.SQLException;

/** Tells when the revocation log may have something new, and reads it. For use by the thread that follows. */
interface LogSignal extends AutoCloseable {

    /**
     * Waits until somebody appended, or it is time to look anyway.
     *
     * @throws SQLException if what it listens to is broken; it is to be released
     */
    void await() throws SQLException, InterruptedException;

    /** Reads what is new. */
    void read(JdbcRevocationLog log);

    /** Lets go of what is broken or needed no more; the next wait begins anew. */
    default void release() {}

    /** Wakes who waits, for good. For use by any thread. */
    @Override
    void close();

    /**
     * Looks again and again.
     *
     * @param pollMillis after so long
     */
    static LogSignal polling(long pollMillis) {
        return new PollingSignal(pollMillis);
    }
}
