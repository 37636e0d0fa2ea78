package dev.faregate.integration.jdbc;

import dev.faregate.ratelimit.Gcra;
import dev.faregate.ratelimit.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A bucket as it was read. A tick is a microsecond.
 *
 * @param now when it was read, by the clock that all buckets share
 * @param limits the limits it was last used under, see {@link LimitsText}
 * @param incarnation another number after each time that it was made anew: grants of before give back nothing
 * @param longestWait the longest wait that was ever granted on it
 * @param tats its state under each limit
 * @param refunded what was given back under each limit, except where the last grant was
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BucketRow(long now, String limits, long incarnation, long longestWait, long[] tats, long[] refunded) {

    /** The columns that {@link #read} reads, but the time. */
    static final String COLUMNS =
            "limits, incarnation, longest_wait, tat0, tat1, tat2, tat3, refunded0, refunded1, refunded2, refunded3";

    static BucketRow read(ResultSet row) throws SQLException {
        String limits = row.getString("limits");
        int count = (int) limits.lines().count();
        long[] tats = new long[count];
        long[] refunded = new long[count];
        for (int i = 0; i < count; i++) {
            tats[i] = row.getLong("tat" + i);
            refunded[i] = row.getLong("refunded" + i);
        }
        return new BucketRow(
                row.getLong("now"), limits, row.getLong("incarnation"), row.getLong("longest_wait"), tats, refunded);
    }

    /** Whether it can be decided on as it is: under these limits, and with no debt that a clock's step has made. */
    boolean serves(Limits wanted) {
        if (!limits.equals(LimitsText.write(wanted))) {
            return false;
        }
        for (int i = 0; i < tats.length; i++) {
            if (!real(wanted, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean real(Limits known, int index) {
        return tats[index] - now <= known.gcra(index).tau() + longestWait;
    }

    /** Its state once it serves. */
    long[] served(Limits wanted) {
        long[] next = debts(wanted);
        boolean same = limits.equals(LimitsText.write(wanted));
        for (int i = 0; i < next.length; i++) {
            next[i] = same && real(wanted, i) ? tats[i] : now + next[i];
        }
        return next;
    }

    /** What is owed under some limits. */
    long[] debts(Limits wanted) {
        Limits known = LimitsText.read(limits);
        long[] debts = new long[tats.length];
        for (int i = 0; i < debts.length; i++) {
            debts[i] = known.gcra(i).debt(tats[i], now, longestWait);
        }
        return known.equals(wanted) ? debts : wanted.inherited(known, debts);
    }

    /** What a full bucket owes. */
    static long[] noDebts(Limits limits) {
        return new long[limits.all().size()];
    }

    /** The packed answer to a call on a bucket with these debts. */
    static long answer(Limits limits, long[] debts, long permits, long patience) {
        long bound = 0;
        for (int i = 0; i < debts.length; i++) {
            Gcra gcra = limits.gcra(i);
            long answer = Limits.packed(gcra.answer(debts[i], gcra.cost(permits), patience), i);
            bound = i == 0 || limits.binds(answer, bound) ? answer : bound;
        }
        return bound;
    }

    /** The packed answer to the call that has left this state. */
    long admission(Limits wanted) {
        long bound = 0;
        for (int i = 0; i < tats.length; i++) {
            long answer = Limits.packed(tats[i] - now, i);
            bound = i == 0 || wanted.binds(answer, bound) ? answer : bound;
        }
        return bound;
    }
}
