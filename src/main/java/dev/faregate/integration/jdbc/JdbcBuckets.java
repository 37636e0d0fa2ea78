package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.integration.jdbc.BucketSql.Said;
import dev.faregate.integration.jdbc.BucketSql.Word;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.ratelimit.Limits;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The buckets of one endpoint. One statement decides. What is rare happens in a short transaction, which keeps the bucket from others: a
 * bucket that comes under other limits, or that owes more than it can because the clock stepped back, is brought to where that
 * statement can decide. So nodes with other limits each, or that race for the last permits, never keep each other from an answer.
 * Only where there is no bucket to keep, since it was purged, can another still come between: that is tried a few times.
 */
final class JdbcBuckets implements BucketStore.Buckets {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int MOST_KEEPING = 3;

    private static final NamedSql RENEW = NamedSql.of("""
            UPDATE faregate_bucket SET limits = :limits, incarnation = :incarnation, longest_wait = :longest_wait, tat0 = :tat0,
              tat1 = :tat1, tat2 = :tat2, tat3 = :tat3, refunded0 = 0, refunded1 = 0, refunded2 = 0, refunded3 = 0
            WHERE key = :key""");

    private final Database database;
    private final BucketSql sql;
    private final String endpoint;

    JdbcBuckets(Database database, BucketSql sql, String endpoint) {
        this.database = database;
        this.sql = sql;
        this.endpoint = endpoint;
    }

    @Override
    public Limits counted(Limits limits) {
        return limits.micros(1);
    }

    @Override
    public long take(String caller, Limits limits, long permits) {
        return answer(limits, permits, 0, said(call(caller, limits, permits, 0)));
    }

    @Override
    public BucketStore.Grant reserve(String caller, Limits limits, long permits, long maxWaitNanos) {
        BucketCall call = call(caller, limits, permits, maxWaitNanos / NANOS_PER_MICRO);
        Said said = said(call);
        return new JdbcGrant(database, sql, call, said.row(), answer(limits, permits, call.patience(), said));
    }

    private static long answer(Limits limits, long permits, long patience, Said said) {
        return said.word() == Word.TAKEN
                ? said.row().admission(limits)
                : BucketRow.answer(limits, said.row().debts(limits), permits, patience);
    }

    private Said said(BucketCall call) {
        Optional<Said> said = asIs(call).or(() -> asIs(call));
        if (said.isPresent() && said.get().word() != Word.LOOK) {
            return said.get();
        }
        for (int i = 0; i < MOST_KEEPING; i++) {
            Said kept = database.transaction("taking permits of a kept bucket", connection -> keeping(connection, call))
                    .orElse(null);
            if (kept != null && kept.word() != Word.LOOK) {
                return kept;
            }
        }
        throw new StoreUnavailableException(
                "taking permits: " + MOST_KEEPING + " times another process made the bucket anew meanwhile");
    }

    /** Nothing if somebody took the last permits between look and statement. */
    private Optional<Said> asIs(BucketCall call) {
        return database.single("taking permits", connection -> sql.take(connection, call));
    }

    /** Decides, as nobody else can come between, unless there is no bucket to keep. */
    private Optional<Said> keeping(Connection connection, BucketCall call) throws SQLException {
        BucketRow row = sql.readForUpdate(connection, call.key()).orElse(null);
        if (row != null && !row.serves(call.limits())) {
            renew(connection, row, call);
        }
        return sql.take(connection, call);
    }

    private static void renew(Connection connection, BucketRow row, BucketCall call) throws SQLException {
        long[] tats = row.served(call.limits());
        long longestWait = row.longestWait();
        Values values = call.values();
        for (int i = 0; i < 4; i++) {
            values.and("tat" + i, i < tats.length ? tats[i] : null);
            longestWait = i < tats.length
                    ? Math.max(
                            longestWait,
                            tats[i] - row.now() - call.limits().gcra(i).tau())
                    : longestWait;
        }
        RENEW.update(connection, values.and("longest_wait", longestWait));
    }

    @Override
    public long peek(String caller, Limits limits, long permits) {
        byte[] key = key(caller);
        long[] debts = database.single("peeking at a bucket", connection -> sql.read(connection, key))
                .map(row -> row.debts(limits))
                .orElseGet(() -> BucketRow.noDebts(limits));
        return BucketRow.answer(limits, debts, permits, 0);
    }

    private BucketCall call(String caller, Limits limits, long permits, long patience) {
        return new BucketCall(
                key(caller),
                limits,
                permits,
                patience,
                ThreadLocalRandom.current().nextLong());
    }

    /** A digest: callers may be of any length and hold any character, and are nobody's business in a table. */
    byte[] key(String caller) {
        if (caller.isEmpty()) {
            throw new IllegalArgumentException("caller: \"\" (expected: not empty)");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer text = ByteBuffer.allocate(4 + 2 * (endpoint.length() + caller.length()));
            text.putInt(endpoint.length());
            // By char, since not every text has an encoding in UTF-8.
            text.asCharBuffer().put(endpoint).put(caller);
            return digest.digest(text.array());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
