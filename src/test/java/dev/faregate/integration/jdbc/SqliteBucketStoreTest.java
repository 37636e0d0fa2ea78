package dev.faregate.integration.jdbc;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

class SqliteBucketStoreTest extends BucketStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.sqlite();

    private final MovableClock clock = new MovableClock();

    @Override
    protected BucketStore newStore() {
        return DATABASE.open(clock).buckets();
    }

    @Override
    protected void advance(Duration time) {
        DATABASE.advance(clock, time);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
