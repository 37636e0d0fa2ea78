package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.ApiTokenStoreContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

class SqliteApiTokenStoreTest extends ApiTokenStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.sqlite();
    private @Nullable JdbcStores stores;

    @Override
    protected ApiTokenStore newStore() {
        JdbcStores opened = DATABASE.open(clock);
        stores = opened;
        return opened.apiTokens();
    }

    @Override
    protected void clearAway() {
        Objects.requireNonNull(stores).purge();
        super.clearAway();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
