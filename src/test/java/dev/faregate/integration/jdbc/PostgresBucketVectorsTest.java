package dev.faregate.integration.jdbc;

import org.junit.jupiter.api.AfterAll;

class PostgresBucketVectorsTest extends JdbcBucketVectorsContract {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    PostgresBucketVectorsTest() {
        super(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
