package dev.faregate.integration.jdbc;

import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.SessionStoreContract;
import org.junit.jupiter.api.AfterAll;

class SqliteSessionStoreTest extends SessionStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.sqlite();

    @Override
    protected SessionStore newStore() {
        return DATABASE.open(clock).sessions();
    }

    @Override
    protected SessionStore newNode() {
        return DATABASE.openAnother(clock).sessions();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
