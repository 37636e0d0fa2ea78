package dev.faregate.ratelimit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One caller's bucket as a textbook token bucket in exact rational arithmetic: how full it is, not when it will be. With p
 * permits in P nanoseconds in lowest terms, a level counts 1/P permits: a permit is P, a nanosecond refills p.
 */
final class Oracle {

    record Rate(Limit limit, long p, long wholePermit, long capacity) {

        static Rate of(Limit limit) {
            BigInteger permits = BigInteger.valueOf(limit.permits());
            BigInteger nanos = BigInteger.valueOf(limit.period().toNanos());
            BigInteger common = permits.gcd(nanos);
            long wholePermit = nanos.divide(common).longValueExact();
            return new Rate(
                    limit,
                    permits.divide(common).longValueExact(),
                    wholePermit,
                    Math.multiplyExact(limit.burst(), wholePermit));
        }
    }

    /** What was admitted, until it is given back. */
    static final class Granted {
        private final long life;
        private final long at;
        private final long permits;
        private final long[] debtAfter;
        private final long[] refundedBefore;

        Granted(long life, long at, long permits, long[] debtAfter, long[] refundedBefore) {
            this.life = life;
            this.at = at;
            this.permits = permits;
            this.debtAfter = debtAfter;
            this.refundedBefore = refundedBefore;
        }
    }

    private final List<Granted> unrefunded = new ArrayList<>();
    private Rate[] rates = {};
    private long[] levels = {};
    private long[] refunded = {};
    private long at;
    private long life;
    private boolean refundable;
    private long longestWaitNanos;
    private long delayNanos;

    /** The answer to a take that is ready to wait; {@code admitted} is then what to refund, or null. */
    Answer take(Rate[] wanted, long permits, long maxWaitNanos, boolean toRefund, long now) {
        for (Rate rate : wanted) {
            if (permits > rate.limit.burst()) {
                return never(wanted);
            }
        }
        settle(wanted, toRefund, now);
        Answer decision = decide(debts(now), permits, maxWaitNanos);
        if (decision.allowed()) {
            longestWaitNanos = Math.max(longestWaitNanos, delayNanos);
            long[] debts = debts(now);
            for (int i = 0; i < rates.length; i++) {
                levels[i] = rates[i].capacity - debts[i] - permits * rates[i].wholePermit;
            }
            at = now;
            if (debts[0] == 0) {
                unrefunded.clear();
            }
        }
        return decision;
    }

    Granted granted(long permits) {
        long[] debtAfter = new long[rates.length];
        for (int i = 0; i < rates.length; i++) {
            debtAfter[i] = rates[i].capacity - levels[i];
        }
        Granted granted = new Granted(life, at, permits, debtAfter, refunded.clone());
        unrefunded.add(granted);
        return granted;
    }

    long delayNanos() {
        return delayNanos;
    }

    Answer peek(Rate[] wanted, long permits, long now) {
        for (Rate rate : wanted) {
            if (permits > rate.limit.burst()) {
                return never(wanted);
            }
        }
        Rate[] before = rates;
        long[] debts = life == 0 ? new long[wanted.length] : same(wanted) ? debts(now) : inherited(wanted, now);
        rates = wanted;
        Answer decision = decide(debts, permits, 0);
        rates = before;
        return decision;
    }

    boolean refund(Granted granted, long now) {
        boolean some = false;
        for (int i = 0; i < rates.length && granted.life == life; i++) {
            if (now - granted.at > granted.debtAfter[i] / rates[i].p) {
                continue;
            }
            long sinceRefunded = refunded[i] - granted.refundedBefore[i];
            long debt = rates[i].capacity - levels[i];
            long ahead = granted.debtAfter[i] - sinceRefunded;
            long mine = Math.min(
                    granted.permits * rates[i].wholePermit, ahead - Math.multiplyExact(now - granted.at, rates[i].p));
            long owed = Math.max(0, Math.min(mine, debt - Math.multiplyExact(now - at, rates[i].p)));
            if (debt + Math.multiplyExact(at - granted.at, rates[i].p) != ahead) {
                refunded[i] += owed;
            }
            levels[i] += owed;
            some |= owed > 0;
        }
        unrefunded.remove(granted);
        return some;
    }

    /** The least that must still be owed: as if what was refunded had never been admitted. Only if all else was granted. */
    long owedWithoutRefunded(long now) {
        long tat = Long.MIN_VALUE;
        for (Granted other : unrefunded) {
            if (other.life == life) {
                long start = Math.multiplyExact(other.at - now, rates[0].p);
                tat = Math.max(tat, start) + other.permits * rates[0].wholePermit;
            }
        }
        return Math.max(0, tat);
    }

    long owed(long now) {
        return debts(now)[0];
    }

    /** Full buckets are forgotten. */
    void sweep(long now) {
        for (int i = 0; i < rates.length; i++) {
            if (rates[i].capacity - levels[i] > Math.multiplyExact(now - at, rates[i].p)) {
                return;
            }
        }
        life = 0;
        unrefunded.clear();
    }

    private static long lives;

    private void settle(Rate[] wanted, boolean toRefund, long now) {
        if (life != 0 && same(wanted) && (refundable || !toRefund) && real(now)) {
            return;
        }
        long[] debts = life == 0 ? new long[wanted.length] : inherited(wanted, now);
        refundable = wanted.length > 1 || toRefund || (life != 0 && refundable);
        rates = wanted;
        refunded = new long[wanted.length];
        levels = new long[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            levels[i] = wanted[i].capacity - debts[i];
        }
        at = now;
        life = ++lives;
        unrefunded.clear();
    }

    private boolean same(Rate[] wanted) {
        boolean same = wanted.length == rates.length;
        for (int i = 0; same && i < wanted.length; i++) {
            same = wanted[i].limit.equals(rates[i].limit);
        }
        return same;
    }

    private boolean real(long now) {
        for (int i = 0; i < rates.length; i++) {
            if (debt(i, now) - rates[i].capacity > longestWait(rates[i])) {
                return false;
            }
        }
        return true;
    }

    private long debt(int i, long now) {
        return Math.max(0, rates[i].capacity - levels[i] - Math.multiplyExact(now - at, rates[i].p));
    }

    private long[] debts(long now) {
        long[] debts = new long[rates.length];
        for (int i = 0; i < rates.length; i++) {
            long debt = debt(i, now);
            debts[i] = debt - rates[i].capacity > longestWait(rates[i]) ? rates[i].capacity : debt;
        }
        return debts;
    }

    private long[] inherited(Rate[] wanted, long now) {
        long[] debts = debts(now);
        long[] inherited = new long[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            int from = predecessor(wanted, i);
            for (int j = 0; j < rates.length; j++) {
                if (from < 0 || from == j) {
                    long same = converted(debts[j], rates[j], wanted[i]);
                    inherited[i] = Math.max(inherited[i], same);
                    longestWaitNanos =
                            Math.max(longestWaitNanos, ceil(Math.max(0, same - wanted[i].capacity), wanted[i].p));
                }
            }
        }
        return inherited;
    }

    private int predecessor(Rate[] wanted, int i) {
        for (int j = 0; j < rates.length; j++) {
            if (rates[j].limit.name().equals(wanted[i].limit.name())) {
                return j;
            }
        }
        for (Rate other : wanted) {
            if (i < rates.length && other.limit.name().equals(rates[i].limit.name())) {
                return -1;
            }
        }
        return i < rates.length ? i : -1;
    }

    private long converted(long debt, Rate from, Rate to) {
        BigInteger[] permits = BigInteger.valueOf(debt)
                .multiply(BigInteger.valueOf(to.wholePermit))
                .divideAndRemainder(BigInteger.valueOf(from.wholePermit));
        return permits[0]
                .add(BigInteger.valueOf(permits[1].signum()))
                .min(BigInteger.valueOf((1L << 60) - 1))
                .longValueExact();
    }

    private long longestWait(Rate rate) {
        return Math.min(
                (1L << 60) - 1,
                longestWaitNanos > Long.MAX_VALUE / rate.p ? Long.MAX_VALUE : rate.p * longestWaitNanos);
    }

    private Answer decide(long[] debts, long permits, long maxWaitNanos) {
        delayNanos = 0;
        Answer bound = null;
        for (int i = 0; i < rates.length; i++) {
            Rate rate = rates[i];
            long after = rate.capacity - debts[i] - permits * rate.wholePermit;
            long wait = after >= 0 ? 0 : ceil(-after, rate.p);
            // In ticks, not in nanoseconds: a wait may be a fraction of a nanosecond too long.
            boolean allowed = -after <= maxWaitNanos * rate.p;
            long level = allowed ? after : rate.capacity - debts[i];
            Answer decision = new Answer(
                    allowed,
                    allowed ? Outcome.ALLOWED : Outcome.DENIED,
                    rate.limit,
                    Math.max(0, level) / rate.wholePermit,
                    allowed ? 0 : wait,
                    ceil(rate.capacity - level, rate.p));
            if (bound == null || binds(decision, wait, bound, delayNanos)) {
                bound = decision;
                delayNanos = wait;
            }
        }
        if (bound == null) {
            throw new AssertionError("no limits");
        }
        return bound;
    }

    private static boolean binds(Answer one, long wait, Answer other, long otherWait) {
        if (one.allowed() != other.allowed()) {
            return other.allowed();
        }
        if (wait != otherWait || !one.allowed()) {
            return wait > otherWait;
        }
        return one.remaining() != other.remaining()
                ? one.remaining() < other.remaining()
                : one.resetAfterNanos() > other.resetAfterNanos();
    }

    private static Answer never(Rate[] wanted) {
        Rate smallest = wanted[0];
        for (Rate rate : wanted) {
            smallest = rate.limit.burst() < smallest.limit.burst() ? rate : smallest;
        }
        long reset = ceil(smallest.capacity, smallest.p);
        return new Answer(
                false,
                Outcome.NEVER,
                smallest.limit,
                0,
                Duration.ofNanos(Long.MAX_VALUE).toNanos(),
                reset);
    }

    private static long ceil(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor > 0 ? 1 : 0);
    }
}
