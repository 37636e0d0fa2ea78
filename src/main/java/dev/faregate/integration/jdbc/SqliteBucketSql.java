package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A look, which takes no lock, and for what may be admitted one statement. The time is this machine's, which all processes that can
 * open the file share; SQLite's own is too coarse.
 */
final class SqliteBucketSql implements BucketSql {

    private static final NamedSql READ =
            NamedSql.of("SELECT :now AS now, " + BucketRow.COLUMNS + " FROM faregate_bucket WHERE key = :key");

    private final InstantSource clock;
    private final NamedSql[] take = IntStream.rangeClosed(1, 4)
            .mapToObj(count -> NamedSql.of(BucketSql.upsert(count, ":now", "max", "true") + ", :now AS now"))
            .toArray(NamedSql[]::new);

    SqliteBucketSql(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Said> take(Connection connection, BucketCall call) throws SQLException {
        BucketRow seen = read(connection, call.key()).orElse(null);
        if (seen != null && !seen.serves(call.limits())) {
            return Optional.of(new Said(Word.LOOK, seen));
        }
        if (seen != null
                && BucketRow.answer(call.limits(), seen.debts(call.limits()), call.permits(), call.patience()) < 0) {
            return Optional.of(new Said(Word.DENIED, seen));
        }
        long now = seen == null ? now(connection) : seen.now();
        return take[call.limits().all().size() - 1].first(
                connection, call.values().and("now", now), row -> new Said(Word.TAKEN, BucketRow.read(row)));
    }

    @Override
    public Optional<BucketRow> read(Connection connection, byte[] key) throws SQLException {
        return READ.first(connection, Values.of("key", key).and("now", now(connection)), BucketRow::read);
    }

    @Override
    public Optional<BucketRow> readForUpdate(Connection connection, byte[] key) throws SQLException {
        return read(connection, key);
    }

    @Override
    public long now(Connection connection) {
        return Micros.of(clock.instant());
    }
}
