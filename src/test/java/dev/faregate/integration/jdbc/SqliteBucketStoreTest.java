package dev.faregate.integration.jdbc;

import org.junit.jupiter.api.AfterAll;

class SqliteBucketStoreTest extends JdbcBucketStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.sqlite();

    SqliteBucketStoreTest() {
        super(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
