package dev.faregate.ratelimit;

/**
 * What a bucket owes under limits that replace others.
 *
 * @param before the limits until now
 * @param after those that replace them
 */
record Inheritance(Limits before, Limits after) {

    /** As many permits as were owed under the limits before, in ticks of those after; rounded up. */
    long[] owed(long[] debts) {
        long[] owed = new long[after.count()];
        for (int i = 0; i < owed.length; i++) {
            int from = predecessor(i);
            for (int j = 0; j < debts.length; j++) {
                if (from < 0 || from == j) {
                    owed[i] = Math.max(owed[i], after.gcra(i).converted(debts[j], before.gcra(j)));
                }
            }
        }
        return owed;
    }

    /** Which limit this one replaces: that of the same name, else that in the same place if no other replaces it; else -1. */
    private int predecessor(int index) {
        int namesake = place(before, after.all().get(index).name());
        if (namesake >= 0 || index >= before.count()) {
            return namesake;
        }
        boolean placeIsFree = place(after, before.all().get(index).name()) < 0;
        return placeIsFree ? index : -1;
    }

    private static int place(Limits limits, String name) {
        for (int i = 0; i < limits.count(); i++) {
            if (limits.all().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
