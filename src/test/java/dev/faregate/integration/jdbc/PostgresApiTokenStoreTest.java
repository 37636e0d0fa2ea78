package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.ApiTokenStoreContract;
import org.junit.jupiter.api.AfterAll;

class PostgresApiTokenStoreTest extends ApiTokenStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    @Override
    protected ApiTokenStore newStore() {
        return DATABASE.open(clock).apiTokens();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
