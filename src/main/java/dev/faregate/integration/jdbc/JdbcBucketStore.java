package dev.faregate.integration.jdbc;

import dev.faregate.ratelimit.BucketStore;

/** Buckets in a table, for all processes that share it. Nothing overflows: a table has room. */
final class JdbcBucketStore implements BucketStore {

    private final Database database;
    private final SqlDialect dialect;

    JdbcBucketStore(Database database, SqlDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    @Override
    public Buckets open(String endpoint, Runnable overflowed) {
        return new JdbcBuckets(database, dialect.buckets(), endpoint);
    }
}
