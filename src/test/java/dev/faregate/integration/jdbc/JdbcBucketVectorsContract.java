package dev.faregate.integration.jdbc;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketVectorsContract;
import dev.faregate.ratelimit.Limits;
import java.util.List;

/** The limiter's vectors, answered by buckets in tables. */
abstract class JdbcBucketVectorsContract extends BucketVectorsContract {

    private final MovableClock clock = new MovableClock();
    private final TestDatabase database;
    private final JdbcBuckets buckets;
    private final PlacedBuckets placed;

    JdbcBucketVectorsContract(TestDatabase database) {
        this.database = database;
        this.buckets = (JdbcBuckets) database.open(clock).buckets().open("vectors", () -> {});
        this.placed = new PlacedBuckets(database.connection(), buckets);
    }

    @Override
    protected BucketStore.Buckets buckets() {
        return buckets;
    }

    @Override
    protected void setTime(long micros) {
        database.setMicros(clock, micros);
    }

    @Override
    protected void place(String caller, Limits limits, List<Long> tats, long longestWaitMicros) {
        placed.place(caller, limits, tats, longestWaitMicros);
    }

    @Override
    protected List<Long> state(String caller, int limits) {
        return placed.state(caller, limits);
    }
}
