package dev.faregate.integration.jdbc;

import org.junit.jupiter.api.AfterAll;

class SqliteBucketVectorsTest extends JdbcBucketVectorsContract {

    private static final TestDatabase DATABASE = TestDatabase.sqlite();

    SqliteBucketVectorsTest() {
        super(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
