package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.ratelimit.BucketStore;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What was taken from which bucket, by the bucket's state just after. Gives back what is still owed of it, as the grants of buckets
 * in memory do: refunds of earlier grants moved this one forward, so they are subtracted first.
 *
 * @param database where the bucket is
 * @param sql its SQL
 * @param call what was asked for
 * @param after the bucket just after
 * @param answer the packed answer
 */
record JdbcGrant(Database database, BucketSql sql, BucketCall call, BucketRow after, long answer)
        implements BucketStore.Grant {

    private static final NamedSql REFUND = NamedSql.of("""
            UPDATE faregate_bucket SET tat0 = tat0 - :owed0, tat1 = tat1 - :owed1, tat2 = tat2 - :owed2, tat3 = tat3 - :owed3,
              refunded0 = refunded0 + :counted0, refunded1 = refunded1 + :counted1, refunded2 = refunded2 + :counted2,
              refunded3 = refunded3 + :counted3
            WHERE key = :key""");

    @Override
    public boolean refund() {
        return refund(call.permits());
    }

    @Override
    public boolean refund(long unused) {
        return database.transaction("giving permits back", connection -> refund(connection, unused));
    }

    private boolean refund(Connection connection, long unused) throws SQLException {
        BucketRow row = sql.readForUpdate(connection, call.key()).orElse(null);
        if (row == null || row.incarnation() != after.incarnation()) {
            return false;
        }
        Values values = Values.of("key", call.key());
        long sum = 0;
        for (int i = 0; i < 4; i++) {
            boolean there = i < row.tats().length;
            long end = there ? after.tats()[i] - (row.refunded()[i] - after.refunded()[i]) : 0;
            long owed = there ? owed(i, unused, end, row) : 0;
            boolean last = there && row.tats()[i] == end;
            values.and("owed" + i, owed).and("counted" + i, last ? 0L : owed);
            sum += owed;
        }
        if (sum > 0) {
            REFUND.update(connection, values);
        }
        return sum > 0;
    }

    private long owed(int index, long unused, long end, BucketRow row) {
        long cost = call.limits().gcra(index).cost(unused);
        long mine = Math.min(cost, end - row.now());
        return Math.max(0, Math.min(mine, row.tats()[index] - row.now()));
    }
}
