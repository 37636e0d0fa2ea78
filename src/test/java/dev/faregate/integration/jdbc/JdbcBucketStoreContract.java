package dev.faregate.integration.jdbc;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketStoreContract;
import java.time.Duration;

/** What every store of buckets promises, kept by tables. */
abstract class JdbcBucketStoreContract extends BucketStoreContract {

    private final MovableClock clock = new MovableClock();
    private final TestDatabase database;

    JdbcBucketStoreContract(TestDatabase database) {
        this.database = database;
    }

    @Override
    protected BucketStore newStore() {
        return database.open(clock).buckets();
    }

    @Override
    protected void advance(Duration time) {
        database.advance(clock, time);
    }
}
