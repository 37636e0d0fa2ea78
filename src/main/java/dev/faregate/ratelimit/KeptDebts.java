package dev.faregate.ratelimit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When what a bucket owes under limits that do not hold will be over, see {@link Inheritance}. */
record KeptDebts(List<One> all) {

    /** The state under one limit. */
    record One(Gcra gcra, long tat) {}

    /** Null if nothing is owed. */
    static @Nullable KeptDebts of(List<Inheritance.Kept> kept, Limits unit, long nanos) {
        return kept.isEmpty()
                ? null
                : new KeptDebts(kept.stream()
                        .map(one -> {
                            Gcra gcra = unit.gcra(one.limit());
                            return new One(gcra, gcra.ticks(nanos) + one.debt());
                        })
                        .toList());
    }

    List<Inheritance.Kept> at(long nanos, long longestWaitNanos) {
        return all.stream()
                .map(one -> {
                    Gcra gcra = one.gcra();
                    long debt = gcra.debt(one.tat(), gcra.ticks(nanos), gcra.ticksWithin(longestWaitNanos));
                    return new Inheritance.Kept(gcra.limit(), debt);
                })
                .toList();
    }

    boolean areOver(long nanos) {
        return all.stream().allMatch(one -> one.tat() - one.gcra().ticks(nanos) <= 0);
    }
}
