package dev.faregate.ratelimit;

/** How many permits were asked for in each tenth of the last second. Not safe for use by many threads. */
final class Demand {

    private static final int SLICES = 10;

    private final long[] asked = new long[SLICES];
    private long slice;

    void asks(long permits, long nanos) {
        moveTo(Math.floorDiv(nanos, Lease.LIFE_NANOS));
        asked[Math.floorMod(slice, SLICES)] += permits;
    }

    /** What the busiest slice asked for; 0 if none did. */
    long peak(long nanos) {
        moveTo(Math.floorDiv(nanos, Lease.LIFE_NANOS));
        long most = 0;
        for (long one : asked) {
            most = Math.max(most, one);
        }
        return most;
    }

    private void moveTo(long now) {
        for (long i = Math.max(slice, now - SLICES) + 1; i <= now; i++) {
            asked[Math.floorMod(i, SLICES)] = 0;
        }
        slice = Math.max(slice, now);
    }
}
