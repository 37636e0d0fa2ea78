package dev.faregate.integration.jdbc;

import org.junit.jupiter.api.AfterAll;

class PostgresBucketStoreTest extends JdbcBucketStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    PostgresBucketStoreTest() {
        super(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
