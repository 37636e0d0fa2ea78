package dev.faregate.integration.jdbc;

import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationLogContract;
import org.junit.jupiter.api.AfterAll;

class PostgresRevocationLogTest extends RevocationLogContract {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    @Override
    protected RevocationLog newLog() {
        return DATABASE.open(clock).revocationLog();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
