package dev.faregate.ratelimit;

import java.math.BigInteger;
import java.time.Duration;

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A) for one limit, as pure arithmetic: no clock, lock or store.
 *
 * <p><b>State.</b> A bucket is one number, its theoretical arrival time {@code tat}: when it will be full again. At
 * {@code now} its <i>debt</i> is {@code max(0, tat - now)}. A permit costs the emission interval T = period / permits, a
 * full bucket holds tau = burst * T. A call for n permits is admitted if {@code debt + n*T <= tau}, and then
 * {@code tat = now + debt + n*T}; otherwise it may come again {@code debt + n*T - tau} later. A call that is ready to wait
 * is admitted if that wait is short enough, and the debt then exceeds tau by the wait, so that later calls queue behind
 * it. A new bucket is full, and equal to any other whose {@code tat} has passed: that one can be forgotten.
 *
 * <p><b>Time.</b> Only differences of times are computed, so the zero point does not matter and numbers may wrap. A debt
 * above tau plus the longest wait that was ever granted can only come from a clock that stepped back (or from an idle time
 * of half the range of a {@code long}): it counts as tau, and the bucket must be written even if the call is denied, or it
 * would not heal. So a step back costs a caller at most tau.
 *
 * <p><b>Rounding.</b> With permits / period in lowest terms, p permits in P nanoseconds, the tick is 1/p nanoseconds for p
 * up to 1024: T is P ticks, and nothing at all is rounded. Beyond that (1033 a second) the tick is 1/1024 nanoseconds and T
 * is rounded up, once: a permit costs up to one tick more than it should, never less, and n single permits cost what n at
 * once cost. Where a full bucket would not fit into 2<sup>60</sup> such ticks, the tick is a nanosecond.
 */
public final class Gcra {

    /** The highest tau, and the longest wait, in ticks: their sum and a cost never overflow. */
    static final long LONGEST = (1L << 60) - 1;

    private static final int FINEST = 1024;
    private static final Duration LONGEST_PERIOD = Duration.ofNanos(Long.MAX_VALUE);

    private final Limit limit;
    private final long unitNanos;
    private final long ticksPerUnit;
    private final boolean ticksAreNanos;
    private final long interval;
    private final long tau;

    private Gcra(Limit limit, long unitNanos, long ticksPerUnit, long interval) {
        this.limit = limit;
        this.unitNanos = unitNanos;
        this.ticksPerUnit = ticksPerUnit;
        this.ticksAreNanos = unitNanos == 1 && ticksPerUnit == 1;
        this.interval = interval;
        this.tau = limit.burst() * interval;
    }

    /**
     * The limit over a clock of nanoseconds, as the buckets in memory count.
     *
     * @param limit the limit
     * @return its arithmetic
     */
    public static Gcra nanos(Limit limit) {
        return of(limit, 1, FINEST);
    }

    /**
     * The limit over a clock of microseconds, as stores across a network count.
     *
     * @param limit the limit
     * @param finest the most ticks a microsecond may be cut into, at least 1: the more, the less is rounded, but the more
     *     bits a time in ticks needs
     * @return its arithmetic
     * @throws IllegalArgumentException if finest is less than 1
     */
    public static Gcra micros(Limit limit, int finest) {
        if (finest < 1) {
            throw new IllegalArgumentException("finest: " + finest + " (expected: > 0)");
        }
        return of(limit, 1000, finest);
    }

    private static Gcra of(Limit limit, long unitNanos, int finest) {
        long nanos = limit.period().toNanos();
        long common = gcd(limit.permits(), nanos);
        long permits = limit.permits() / common;
        long commonUnit = gcd(nanos / common, unitNanos);
        long units = nanos / common / commonUnit;
        long permitsPerUnits = saturatedProduct(permits, unitNanos / commonUnit);
        if (permitsPerUnits <= finest && units <= LONGEST / limit.burst()) {
            return new Gcra(limit, unitNanos, permitsPerUnits, units);
        }
        if (units <= LONGEST / finest) {
            long interval = ceilDiv(units * finest, permitsPerUnits);
            if (interval <= LONGEST / limit.burst()) {
                return new Gcra(limit, unitNanos, finest, interval);
            }
        }
        return new Gcra(limit, unitNanos, 1, ceilDiv(units, permitsPerUnits));
    }

    /** Refuses what not even the coarsest tick can hold. */
    static void checkFits(String name, long permits, Duration period, long burst) {
        if (period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("period: " + period + " (expected: at most " + LONGEST_PERIOD
                    + ", 292 years) in limit \"" + name + "\"");
        }
        long most = LONGEST / ceilDiv(period.toNanos(), permits);
        if (burst > most) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: at most " + most + ", refilled within"
                    + " 36 years at no more than one a nanosecond) in limit \"" + name + "\"");
        }
    }

    /**
     * The limit.
     *
     * @return what was compiled
     */
    public Limit limit() {
        return limit;
    }

    /**
     * What a full bucket holds.
     *
     * @return the ticks that it takes an empty bucket to be full; at least 1
     */
    public long tau() {
        return tau;
    }

    /**
     * How fine the ticks are.
     *
     * @return ticks in a nanosecond or microsecond, whichever was asked for; at least 1
     */
    public long ticksPerUnit() {
        return ticksPerUnit;
    }

    /**
     * What permits cost.
     *
     * @param permits how many; 0 to the limit's burst
     * @return ticks; at least 0, at most {@link #tau()}
     */
    public long cost(long permits) {
        return permits * interval;
    }

    /**
     * The time in ticks. It wraps, which does no harm.
     *
     * @param units the clock's nanoseconds or microseconds
     * @return ticks
     */
    public long ticks(long units) {
        return units * ticksPerUnit;
    }

    /**
     * The debt of a bucket.
     *
     * @param tat the bucket's state, in ticks
     * @param now the time, in ticks
     * @param longestWait the longest wait that was ever granted on such buckets, in ticks; 0 to 2<sup>60</sup>
     * @return ticks; from 0 (full) to {@code tau + longestWait}, or tau for a debt that cannot be real
     */
    public long debt(long tat, long now, long longestWait) {
        long debt = Math.max(0, tat - now);
        return debt - tau > longestWait ? tau : debt;
    }

    /**
     * Answers a call. If it is admitted, the bucket's next state is {@code now} plus the answer; else the state stays, unless
     * its debt was not real: then it is {@code now + tau}.
     *
     * @param debt the bucket's {@link #debt}
     * @param cost what the permits {@link #cost}
     * @param longest how long the call is ready to wait, in ticks; 0 to 2<sup>60</sup>
     * @return the debt after an admission, or the negative time until the call would be admitted; in ticks
     */
    public long answer(long debt, long cost, long longest) {
        long after = debt + cost;
        long wait = after - tau;
        return wait <= longest ? after : -wait;
    }

    /** The permits that a bucket in this debt still holds. */
    long remaining(long debt) {
        return debt >= tau ? 0 : (tau - debt) / interval;
    }

    /** Nanoseconds, rounded up: whoever waits for them is never a tick too early. */
    long nanos(long ticks) {
        return ticksAreNanos ? ticks : scaled(ticks);
    }

    private long scaled(long ticks) {
        return saturatedProduct(ceilDiv(ticks, ticksPerUnit), unitNanos);
    }

    /** Ticks in so many nanoseconds, rounded down, and no more than {@link #LONGEST}. */
    long ticksWithin(long nanos) {
        return Math.min(LONGEST, saturatedProduct(nanos / unitNanos, ticksPerUnit));
    }

    /** The debt of another limit in this one's ticks: as many permits owed, rounded up, no more than {@link #LONGEST}. */
    long converted(long debt, Gcra from) {
        BigInteger[] exact = BigInteger.valueOf(debt)
                .multiply(BigInteger.valueOf(interval))
                .divideAndRemainder(BigInteger.valueOf(from.interval));
        BigInteger roundedUp = exact[0].add(BigInteger.valueOf(exact[1].signum()));
        return roundedUp.min(BigInteger.valueOf(LONGEST)).longValueExact();
    }

    private static long ceilDiv(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }

    private static long saturatedProduct(long a, long b) {
        return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
