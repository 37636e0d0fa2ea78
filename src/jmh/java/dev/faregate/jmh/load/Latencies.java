package dev.faregate.jmh.load;

/** How long calls took, in buckets a sixteenth of an octave wide. For one thread; merge those of several afterwards. */
final class Latencies {

    private static final int STEPS = 16;

    private final long[] counts = new long[64 * STEPS];
    private long count;

    void add(long nanos) {
        counts[bucket(Math.max(STEPS, nanos))]++;
        count++;
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
    }

    long count() {
        return count;
    }

    /** Microseconds that this part of the calls did not exceed. */
    double micros(double part) {
        long rest = (long) Math.ceil(count * part);
        int bucket = 0;
        while (bucket < counts.length - 1 && rest > counts[bucket]) {
            rest -= counts[bucket++];
        }
        return upper(bucket) / 1000.0;
    }

    private static int bucket(long nanos) {
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        return octave * STEPS + (int) (nanos >>> octave - 4 & STEPS - 1);
    }

    private static long upper(int bucket) {
        int octave = bucket / STEPS;
        return octave < 4 ? 1L << octave : (long) (STEPS + bucket % STEPS + 1) << octave - 4;
    }
}
