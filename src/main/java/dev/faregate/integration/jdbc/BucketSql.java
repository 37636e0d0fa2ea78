package dev.faregate.integration.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decisions on buckets as SQL. The arithmetic is that of {@link dev.faregate.ratelimit.Gcra} over microseconds; a text is made for
 * each number of limits, from 1 to 4.
 */
interface BucketSql {

    /** What became of a call. */
    enum Word {
        /** Its permits were taken. */
        TAKEN,
        /** They were not there; nothing was written. */
        DENIED,
        /** The bucket must be brought to these limits and this time first; nothing was written. */
        LOOK
    }

    /**
     * An answer.
     *
     * @param word what became of the call
     * @param row the bucket after permits were taken, else as it is
     */
    record Said(Word word, BucketRow row) {}

    /** Takes permits if they are there; nothing if somebody else came between, so that it must be tried again. */
    Optional<Said> take(Connection connection, BucketCall call) throws SQLException;

    /** Reads a bucket, and the time. */
    Optional<BucketRow> read(Connection connection, byte[] key) throws SQLException;

    /** {@link #read}, and keeps the row from others until the transaction ends. */
    Optional<BucketRow> readForUpdate(Connection connection, byte[] key) throws SQLException;

    /** The time in microseconds by the clock that all buckets share. */
    long now(Connection connection) throws SQLException;

    /**
     * Takes permits from the row {@code b} if it is as the call expects, or makes a row for a full bucket.
     *
     * @param count how many limits
     * @param now the time, as SQL
     * @param greatest the name of the function that returns the greatest of its arguments
     * @param where under which condition at all
     */
    static String upsert(int count, String now, String greatest, String where) {
        IntFunction<String> after = i -> "%s(b.tat%d, %s) - %s + :cost%d".formatted(greatest, i, now, now, i);
        return """
                INSERT INTO faregate_bucket AS b (key, limits, incarnation, %s)
                SELECT :key, :limits, :incarnation, %s WHERE %s
                ON CONFLICT (key) DO UPDATE SET longest_wait = %s(b.longest_wait, %s), %s
                WHERE b.limits = :limits AND %s
                RETURNING %s""".formatted(
                        each(count, ", ", i -> "tat" + i),
                        each(count, ", ", i -> now + " + :cost" + i),
                        where,
                        greatest,
                        each(count, ", ", i -> after.apply(i) + " - :tau" + i),
                        each(count, ", ", i -> "tat%d = %s(b.tat%d, %s) + :cost%d".formatted(i, greatest, i, now, i)),
                        each(
                                count,
                                " AND ",
                                i -> "b.tat%d - %s <= :tau%d + b.longest_wait AND %s - :tau%d <= :patience"
                                        .formatted(i, now, i, after.apply(i), i)),
                        BucketRow.COLUMNS);
    }

    /** A piece of SQL for each limit. */
    static String each(int count, String between, IntFunction<String> piece) {
        return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining(between));
    }
}
