package dev.faregate.ratelimit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a bucket owes when it comes under other limits, for a {@link BucketStore}. Each debt is repaid at the rate of the limit under which
 * it was made: so a bucket keeps the debts of limits that do not hold any more until they are over, beside those of the limits that hold.
 *
 * <p>A limit that comes to hold owes as many permits as the most that is owed under a limit of its name, whether that holds or is kept.
 * Where there is none, it owes as many as the limit in its place, if no other takes that one's name, or else the most. A debt may exceed the
 * burst: a limit does not forget what is promised to callers who wait.
 *
 * @param owed what is owed under each of the limits that come to hold, in ticks; rounded up
 * @param kept what is owed under others; empty if nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Inheritance(long[] owed, List<Kept> kept) {

    /** How many limits that do not hold a bucket remembers. Of more, those are forgotten that are over first. */
    public static final int MOST_KEPT = 8;

    /**
     * What is owed under a limit that does not hold.
     *
     * @param limit the limit
     * @param debt what is owed, in ticks of {@link Limits#gcra(Limit)}; at least 0
     */
    public record Kept(Limit limit, long debt) {

        private long nanos(Limits unit) {
            return unit.gcra(limit).nanos(debt);
        }
    }

    /**
     * Works out what is owed.
     *
     * @param before the limits that held until now
     * @param debts what is owed under each of those, in ticks
     * @param kept what is owed under limits that held before
     * @param after the limits that come to hold
     * @return what is owed then
     */
    public static Inheritance of(Limits before, long[] debts, List<Kept> kept, Limits after) {
        List<Kept> all = new ArrayList<>(kept);
        all.removeIf(one -> one.debt() == 0);
        for (int i = 0; i < debts.length; i++) {
            all.add(new Kept(before.all().get(i), debts[i]));
        }
        long[] owed = new long[after.count()];
        for (int i = 0; i < owed.length; i++) {
            int same = place(before, after.all().get(i));
            owed[i] = same >= 0 ? debts[same] : owed(before, debts, all, after, i);
        }
        all.removeIf(one -> one.debt() == 0 || place(after, one.limit()) >= 0);
        while (all.size() > MOST_KEPT) {
            all.remove(all.stream()
                    .min(Comparator.comparingLong(one -> one.nanos(after)))
                    .orElseThrow());
        }
        return new Inheritance(owed, List.copyOf(all));
    }

    private static long owed(Limits before, long[] debts, List<Kept> all, Limits after, int index) {
        Limit limit = after.all().get(index);
        Gcra gcra = after.gcra(index);
        List<Kept> namesakes = all.stream()
                .filter(one -> one.limit().name().equals(limit.name()))
                .toList();
        if (!namesakes.isEmpty()) {
            return most(namesakes, gcra, after);
        }
        boolean placeIsFree = index < before.count()
                && after.all().stream()
                        .noneMatch(
                                one -> one.name().equals(before.all().get(index).name()));
        List<Kept> held = all.subList(all.size() - debts.length, all.size());
        return most(placeIsFree ? held.subList(index, index + 1) : held, gcra, after);
    }

    /** The most permits that are owed, in ticks of a limit. */
    private static long most(List<Kept> some, Gcra gcra, Limits unit) {
        return some.stream()
                .mapToLong(one -> gcra.converted(one.debt(), unit.gcra(one.limit())))
                .max()
                .orElse(0);
    }

    /** Where a limit of the same name, rate and burst is; else -1. */
    private static int place(Limits limits, Limit wanted) {
        for (int i = 0; i < limits.count(); i++) {
            if (limits.all().get(i).countsLike(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
