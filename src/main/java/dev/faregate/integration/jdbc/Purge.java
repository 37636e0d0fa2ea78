package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Deletes what is over, some rows at a time, so that nobody waits for long. */
final class Purge {

    private static final int CHUNK = 1_000;

    private final Database tokens;
    private final Database buckets;
    private final SqlDialect dialect;
    private final InstantSource clock;
    private final Duration retention;
    private final NamedSql revocations;
    private final List<NamedSql> byTime;
    private final NamedSql expired;
    private final NamedSql bucketKeys;
    private final NamedSql fullBuckets;

    Purge(Database tokens, Database buckets, SqlDialect dialect, InstantSource clock, Duration retention) {
        this.tokens = tokens;
        this.buckets = buckets;
        this.dialect = dialect;
        this.clock = clock;
        this.retention = retention;
        // Always from the front, so that a gap means what it says.
        this.revocations = NamedSql.of("""
                DELETE FROM faregate_revocation WHERE sequence IN (
                  SELECT sequence FROM faregate_revocation
                  WHERE sequence < coalesce(
                    (SELECT min(sequence) FROM faregate_revocation WHERE at >= :old),
                    (SELECT max(sequence) + 1 FROM faregate_revocation))
                  ORDER BY sequence LIMIT :chunk)""");
        this.byTime = List.of(
                chunked("faregate_session", "id", "until <= :now"),
                chunked("faregate_api_token", "id", "ended_at < :old"),
                chunked("faregate_former_secret", "digest", "until < :old"),
                chunked(
                        "faregate_former_secret",
                        "digest",
                        "NOT EXISTS (SELECT 1 FROM faregate_api_token t WHERE t.id = api_token)"));
        this.expired = endExpired("1 = 1", "LIMIT :chunk", dialect);
        this.bucketKeys = NamedSql.of("""
                SELECT key AS last FROM (
                  SELECT key FROM faregate_bucket WHERE key > :after ORDER BY key LIMIT :chunk) AS chunk
                ORDER BY key DESC LIMIT 1""");
        this.fullBuckets = NamedSql.of("""
                DELETE FROM faregate_bucket WHERE key IN (
                  SELECT key FROM faregate_bucket
                  WHERE key > :after AND key <= :last AND tat0 <= :now AND coalesce(tat1, :now) <= :now
                    AND coalesce(tat2, :now) <= :now AND coalesce(tat3, :now) <= :now%s)
                  AND tat0 <= :now AND coalesce(tat1, :now) <= :now AND coalesce(tat2, :now) <= :now
                  AND coalesce(tat3, :now) <= :now""".formatted(dialect.forUpdateSkipLocked()));
    }

    private NamedSql chunked(String table, String key, String over) {
        return NamedSql.of("DELETE FROM %s WHERE %s IN (SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT :chunk%s) AND %s"
                .formatted(table, key, key, table, over, key, dialect.forUpdateSkipLocked(), over));
    }

    /** Notes the expiry of API tokens as a state, which stays though a clock goes back. Rows that are held are passed over. */
    static NamedSql endExpired(String which, String limit, SqlDialect dialect) {
        return NamedSql.of("""
                UPDATE faregate_api_token SET ended_at = expires_at WHERE id IN (
                  SELECT id FROM faregate_api_token WHERE ended_at IS NULL AND expires_at <= :now AND %s ORDER BY id %s%s)
                  AND ended_at IS NULL AND expires_at <= :now""".formatted(which, limit, dialect.forUpdateSkipLocked()));
    }

    /** Deletes all that is over; returns how many rows. */
    long run() {
        long now = Micros.of(clock.instant());
        Values values = Values.of("now", now)
                .and("old", Micros.of(clock.instant().minus(retention)))
                .and("chunk", (long) CHUNK);
        repeated(expired, values);
        List<NamedSql> statements = new ArrayList<>(byTime);
        statements.add(revocations);
        long deleted = 0;
        for (NamedSql statement : statements) {
            deleted += repeated(statement, values);
        }
        return deleted + fullBuckets();
    }

    private long repeated(NamedSql statement, Values values) {
        long rows = 0;
        int chunk;
        do {
            chunk = tokens.single("purging", connection -> statement.update(connection, values));
            rows += chunk;
        } while (chunk == CHUNK);
        return rows;
    }

    private long fullBuckets() {
        long deleted = 0;
        byte[] after = new byte[0];
        while (true) {
            Values values = Values.of("after", after).and("chunk", (long) CHUNK);
            byte[] last = buckets.single(
                            "purging buckets",
                            connection -> bucketKeys.first(connection, values, row -> row.getBytes("last")))
                    .orElse(null);
            if (last == null) {
                return deleted;
            }
            deleted += buckets.single(
                    "purging buckets",
                    connection -> fullBuckets.update(
                            connection,
                            values.and("last", last)
                                    .and("now", dialect.buckets().now(connection))));
            after = last;
        }
    }
}
