package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where one database's SQL differs from another's. All else is the same text for all. */
interface SqlDialect {

    /** The name of the folder that holds its schema. */
    String schemaFolder();

    /** Tells whether the schema is there, in a column of any name: more than zero. */
    String schemaExists();

    /** Keeps others from creating the schema until the transaction ends. */
    void lockSchema(Connection connection) throws SQLException;

    /**
     * Refuses a server that cannot hold what it is given, or keeps no promise of its own.
     *
     * @throws IllegalStateException with what is wrong
     */
    void checkServer(Connection connection) throws SQLException;

    /** Keeps others from inserting API tokens of this owner and for this resource until the transaction ends. */
    void lockForInsertion(Connection connection, String owner, @Nullable String resource) throws SQLException;

    /** Put behind a {@code SELECT} to keep its rows as they are until the transaction ends. */
    String forUpdate();

    /** Put behind a {@code SELECT} to take only rows that nobody holds, until the transaction ends. */
    String forUpdateSkipLocked();

    /**
     * Adds an entry to the revocation log and wakes those who listen.
     *
     * @param values {@code level}, {@code target} and {@code at}
     * @return the entry's number
     */
    long append(Connection connection, Values values) throws SQLException;

    /** The one row of the log's own table is made with the schema. */
    static IllegalStateException noLog() {
        return new IllegalStateException("faregate_log: no row (expected: one; it is made with the schema)");
    }

    /** How decisions on buckets are made. */
    BucketSql buckets();
}
