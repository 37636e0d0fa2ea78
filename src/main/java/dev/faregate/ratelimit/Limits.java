package dev.faregate.ratelimit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One to four limits that hold together on one bucket: a call takes its permits from all of them or from none. Equal if
 * their limits are equal, in the same order.
 */
public final class Limits {

    private static final int MOST = 4;
    private static final int INDEX_BITS = 2;
    private static final int INDEX_MASK = MOST - 1;

    /** Stands for the answer to more permits than the bucket ever holds. Lower than any other. */
    private static final long NEVER = -(1L << 61);

    private final List<Limit> all;
    private final int ticksPerMicro;
    private final Gcra[] arithmetic;
    private final Gcra first;
    private final long smallestBurst;
    private final long never;
    private final OutagePolicy whenDown;

    private Limits(List<Limit> all, int ticksPerMicro) {
        if (all.isEmpty() || all.size() > MOST) {
            throw new IllegalArgumentException("limits: " + all.size() + " (expected: 1 to " + MOST + ")");
        }
        Set<String> names = new HashSet<>();
        for (Limit limit : all) {
            if (!names.add(limit.name())) {
                throw new IllegalArgumentException("limits: two named \"" + limit.name() + "\" (expected: distinct)");
            }
        }
        this.all = all;
        this.ticksPerMicro = ticksPerMicro;
        this.arithmetic = all.stream()
                .map(limit -> ticksPerMicro == 0 ? Gcra.nanos(limit) : Gcra.micros(limit, ticksPerMicro))
                .toArray(Gcra[]::new);
        this.first = arithmetic[0];
        this.smallestBurst = all.stream().mapToLong(Limit::burst).min().orElseThrow();
        this.never = packed(NEVER, all.stream().map(Limit::burst).toList().indexOf(smallestBurst));
        this.whenDown = strictest(all.stream().map(Limit::whenDown).collect(Collectors.toSet()));
    }

    /**
     * Puts limits together.
     *
     * @param limits one to four limits with distinct names
     * @return the limits, in this order
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public static Limits of(Limit... limits) {
        for (Limit limit : Objects.requireNonNull(limits, "limits")) {
            Objects.requireNonNull(limit, "limit");
        }
        return new Limits(List.of(limits), 0);
    }

    /**
     * The limits.
     *
     * @return one to four, unmodifiable
     */
    public List<Limit> all() {
        return all;
    }

    /**
     * The same limits over a clock of microseconds, as stores across a network count.
     *
     * @param finest the most ticks a microsecond may be cut into, at least 1, see {@link Gcra#micros}
     * @return the same limits with other arithmetic
     */
    public Limits micros(int finest) {
        return new Limits(all, finest);
    }

    /** Who decides while the store does not answer, see {@link Limit#whenDown}. */
    OutagePolicy whenDown() {
        return whenDown;
    }

    private static OutagePolicy strictest(Set<OutagePolicy> policies) {
        if (policies.contains(OutagePolicy.CLOSED)) {
            return OutagePolicy.CLOSED;
        }
        return policies.contains(OutagePolicy.LOCAL) ? OutagePolicy.LOCAL : OutagePolicy.OPEN;
    }

    /** Whether times are in microseconds, see {@link #micros}. */
    boolean inMicros() {
        return ticksPerMicro > 0;
    }

    int count() {
        return arithmetic.length;
    }

    /**
     * The arithmetic of one limit.
     *
     * @param index its place in {@link #all()}
     * @return the arithmetic
     */
    public Gcra gcra(int index) {
        return arithmetic[index];
    }

    /** The arithmetic of the first limit. */
    Gcra first() {
        return first;
    }

    /** The state of a full bucket. */
    long[] full(long nanos) {
        return Arrays.stream(arithmetic).mapToLong(gcra -> gcra.ticks(nanos)).toArray();
    }

    long smallestBurst() {
        return smallestBurst;
    }

    /** The packed answer of a full bucket. */
    long answerOfFull(long permits) {
        long bound = packed(first.answer(0, first.cost(permits), 0), 0);
        for (int i = 1; i < arithmetic.length; i++) {
            long other = packed(arithmetic[i].answer(0, arithmetic[i].cost(permits), 0), i);
            if (binds(other, bound)) {
                bound = other;
            }
        }
        return bound;
    }

    /**
     * What a bucket owes under these limits that takes over from one under others: as many permits. Each limit inherits from the
     * one of the same name, else from the one in the same place, else from the one that is owed the most. A debt may exceed the
     * burst: else a caller could shed it by changing to a smaller limit and back.
     *
     * @param before the limits until now
     * @param debts what is owed under each of those, in ticks
     * @return what is owed under each of these, in ticks; rounded up
     */
    public long[] inherited(Limits before, long[] debts) {
        return new Inheritance(before, this).owed(debts);
    }

    /** Whether a call can ever be admitted. */
    boolean hold(long permits) {
        return permits <= smallestBurst;
    }

    /**
     * Packs an answer into a number, for a {@link BucketStore}. Where several limits hold, each answers for itself, and the
     * answer of all is the one that {@link #binds}.
     *
     * @param answer what {@link Gcra#answer} said
     * @param index which of the limits said so
     * @return at least 0 if it admits
     */
    public static long packed(long answer, int index) {
        return answer << INDEX_BITS | index;
    }

    /** What {@link Gcra#answer} said. */
    static long unpacked(long packed) {
        return packed >> INDEX_BITS;
    }

    /**
     * Whether one limit's answer binds rather than another's, see {@link Decision}: a denial before an admission, then the
     * longer wait, then the fewer permits left, then the longer time to be full.
     *
     * @param first a packed answer
     * @param second the packed answer of an earlier limit
     * @return true if the first binds
     */
    public boolean binds(long first, long second) {
        if (allows(first) != allows(second)) {
            return allows(second);
        }
        long wait = waitNanos(first);
        long otherWait = waitNanos(second);
        if (wait != otherWait || !allows(first)) {
            return wait > otherWait;
        }
        long left = bound(first).remaining(unpacked(first));
        long otherLeft = bound(second).remaining(unpacked(second));
        return left != otherLeft
                ? left < otherLeft
                : bound(first).nanos(unpacked(first)) > bound(second).nanos(unpacked(second));
    }

    static boolean allows(long packed) {
        return packed >= 0;
    }

    /** Nanoseconds until an admitted call may go on, or a denied one may come again. */
    long waitNanos(long packed) {
        Gcra gcra = bound(packed);
        long answer = unpacked(packed);
        return gcra.nanos(answer < 0 ? -answer : Math.max(0, answer - gcra.tau()));
    }

    /** The packed answer to more permits than the bucket ever holds. */
    long never() {
        return never;
    }

    static boolean isNever(long packed) {
        return unpacked(packed) == NEVER;
    }

    /** Nanoseconds until a denied call may come again: 0 if it was admitted, the most if never. */
    long retryAfterNanos(long packed) {
        return allows(packed)
                ? 0
                : isNever(packed) ? Long.MAX_VALUE : bound(packed).nanos(-unpacked(packed));
    }

    /** The debt that an answer to so many permits leaves: that of an empty bucket if there can never be as many. */
    long debt(long packed, long permits) {
        Gcra gcra = bound(packed);
        long answer = unpacked(packed);
        return answer >= 0 ? answer : answer == NEVER ? gcra.tau() : gcra.tau() - answer - gcra.cost(permits);
    }

    /** Which limit answered. */
    int index(long packed) {
        return (int) packed & INDEX_MASK;
    }

    /** The arithmetic of the limit that answered. */
    Gcra bound(long packed) {
        int index = (int) packed & INDEX_MASK;
        return index == 0 ? first : arithmetic[index];
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Limits limits && ticksPerMicro == limits.ticksPerMicro && all.equals(limits.all));
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
