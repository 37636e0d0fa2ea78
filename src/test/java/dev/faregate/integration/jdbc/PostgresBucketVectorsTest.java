package dev.faregate.integration.jdbc;

import dev.faregate.MovableClock;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.BucketVectorsContract;
import dev.faregate.ratelimit.Limits;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

class PostgresBucketVectorsTest extends BucketVectorsContract {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    private final MovableClock clock = new MovableClock();
    private final JdbcBuckets buckets =
            (JdbcBuckets) DATABASE.open(clock).buckets().open("vectors", () -> {});
    private final PlacedBuckets placed = new PlacedBuckets(DATABASE.connection(), buckets);

    @Override
    protected BucketStore.Buckets buckets() {
        return buckets;
    }

    @Override
    protected void setTime(long micros) {
        DATABASE.setMicros(clock, micros);
    }

    @Override
    protected void place(String caller, Limits limits, List<Long> tats, long longestWaitMicros) {
        placed.place(caller, limits, tats, longestWaitMicros);
    }

    @Override
    protected List<Long> state(String caller, int limits) {
        return placed.state(caller, limits);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }
}
