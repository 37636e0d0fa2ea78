package dev.faregate.integration.jdbc;

import static dev.faregate.integration.jdbc.BucketSql.each;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One statement for a decision. It looks first, so that a denial takes no lock and writes nothing; only what may be admitted goes on
 * to the conflict clause, which judges again what is there by then. Where that has changed meanwhile, the statement returns no row.
 */
final class PostgresBucketSql implements BucketSql {

    private static final String CLOCK = "WITH clock AS MATERIALIZED (SELECT %s AS now)";
    private static final String NOW = "(SELECT now FROM clock)";

    private final NamedSql[] take;
    private final NamedSql read;
    private final NamedSql readForUpdate;
    private final NamedSql now;

    PostgresBucketSql(String now) {
        String clock = CLOCK.formatted(now);
        String select =
                clock + " SELECT " + NOW + " AS now, " + BucketRow.COLUMNS + " FROM faregate_bucket WHERE key = :key";
        this.take = IntStream.rangeClosed(1, 4)
                .mapToObj(count -> take(clock, count))
                .toArray(NamedSql[]::new);
        this.read = NamedSql.of(select);
        this.readForUpdate = NamedSql.of(select + " FOR UPDATE");
        this.now = NamedSql.of("SELECT " + now + " AS now");
    }

    private static NamedSql take(String clock, int count) {
        return NamedSql.of("""
                %s,
                seen AS (
                  SELECT %s, CASE
                    WHEN s.limits <> :limits OR %s THEN 'LOOK'
                    WHEN %s THEN 'DENIED'
                    ELSE 'MAY' END AS word
                  FROM faregate_bucket s WHERE s.key = :key),
                taken AS (%s)
                SELECT %s AS now, 'TAKEN' AS word, %s FROM taken
                UNION ALL
                SELECT %s AS now, word, %s FROM seen WHERE word <> 'MAY'""".formatted(
                clock,
                BucketRow.COLUMNS,
                each(count, " OR ", i -> "s.tat%d - %s > :tau%d + s.longest_wait".formatted(i, NOW, i)),
                each(
                        count,
                        " OR ",
                        i -> "greatest(s.tat%d, %s) - %s + :cost%d - :tau%d > :patience".formatted(i, NOW, NOW, i, i)),
                BucketSql.upsert(count, NOW, "greatest", "NOT EXISTS (SELECT 1 FROM seen WHERE word <> 'MAY')"),
                NOW,
                BucketRow.COLUMNS,
                NOW,
                BucketRow.COLUMNS));
    }

    @Override
    public Optional<Said> take(Connection connection, BucketCall call) throws SQLException {
        return take[call.limits().all().size() - 1].first(
                connection, call.values(), row -> new Said(Word.valueOf(row.getString("word")), BucketRow.read(row)));
    }

    @Override
    public Optional<BucketRow> read(Connection connection, byte[] key) throws SQLException {
        return read.first(connection, Values.of("key", key), BucketRow::read);
    }

    @Override
    public Optional<BucketRow> readForUpdate(Connection connection, byte[] key) throws SQLException {
        return readForUpdate.first(connection, Values.of("key", key), BucketRow::read);
    }

    @Override
    public long now(Connection connection) throws SQLException {
        return now.first(connection, Values.none(), row -> row.getLong("now")).orElseThrow();
    }
}
