package dev.faregate.ratelimit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One to four limits that hold together on one bucket: a call takes its permits from all of them or from none. Equal if
 * their limits are equal, in the same order.
 */
public final class Limits {

    private static final int MOST = 4;
    private static final int INDEX_BITS = 2;
    private static final int INDEX_MASK = MOST - 1;

    /** The answer to more permits than the bucket ever holds. Lower than any other. */
    static final long NEVER = Long.MIN_VALUE;

    private final List<Limit> all;
    private final Gcra[] arithmetic;
    private final long smallestBurst;

    private Limits(List<Limit> all) {
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
        this.arithmetic = all.stream().map(Gcra::nanos).toArray(Gcra[]::new);
        this.smallestBurst = all.stream().mapToLong(Limit::burst).min().orElseThrow();
    }

    /**
     * Puts limits together.
     *
     * @param limits one to four limits with distinct names
     * @return the limits, in this order
     * @throws IllegalArgumentException if there are none, more than four, or two of the same name
     */
    public static Limits of(Limit... limits) {
        return new Limits(List.of(limits));
    }

    /**
     * The limits.
     *
     * @return one to four, unmodifiable
     */
    public List<Limit> all() {
        return all;
    }

    int count() {
        return arithmetic.length;
    }

    Gcra gcra(int index) {
        return arithmetic[index];
    }

    /** Whether a call can ever be admitted. */
    boolean hold(long permits) {
        return permits <= smallestBurst;
    }

    /** Packs what {@link Gcra#answer} said for the limit that bound. */
    static long packed(long answer, int index) {
        return answer << INDEX_BITS | index;
    }

    static boolean allows(long packed) {
        return packed >= 0;
    }

    /** Nanoseconds until an admitted call may go on: more than 0 only if it was ready to wait. */
    long waitNanos(long packed) {
        Gcra gcra = bound(packed);
        return gcra.nanos(Math.max(0, (packed >> INDEX_BITS) - gcra.tau()));
    }

    /** Unpacks a call's answer, with one allocation in one place, so that the compiler can do without it. */
    Decision decision(long packed, long permits, boolean shadow) {
        boolean allowed = packed >= 0;
        boolean never = packed == NEVER;
        Gcra gcra = never ? smallest() : bound(packed);
        long answer = packed >> INDEX_BITS;
        long debt = allowed ? answer : never ? gcra.tau() : gcra.tau() - answer - gcra.cost(permits);
        return new Decision(
                allowed || shadow,
                allowed ? Outcome.ALLOWED : never ? Outcome.NEVER : Outcome.DENIED,
                gcra.limit(),
                gcra.remaining(debt),
                allowed ? 0 : never ? Long.MAX_VALUE : gcra.nanos(-answer),
                gcra.nanos(debt));
    }

    private Gcra bound(long packed) {
        return arithmetic[(int) packed & INDEX_MASK];
    }

    private Gcra smallest() {
        for (Gcra gcra : arithmetic) {
            if (gcra.limit().burst() == smallestBurst) {
                return gcra;
            }
        }
        throw new AssertionError(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limits limits && all.equals(limits.all);
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
