package dev.faregate.ratelimit;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many buckets each group holds, in two rows of counters: a group's number is the lower of its two. It is never too low, and too high
 * only for a group that meets large ones in both rows, which hardly happens by chance and, by a seed, not on purpose.
 */
final class GroupCounts {

    private static final int LEAST_WIDTH = 1 << 8;
    private static final int MOST_WIDTH = 1 << 16;
    private static final int GOLDEN_RATIO = 0x9E3779B9;
    private static final int OTHER_RATIO = 0x85EBCA6B;

    private final AtomicIntegerArray first;
    private final AtomicIntegerArray second;
    private final int shift;
    private final int seed;

    GroupCounts(long buckets, int seed) {
        int width = (int) Math.max(LEAST_WIDTH, Long.highestOneBit(Math.min(buckets, MOST_WIDTH)));
        this.first = new AtomicIntegerArray(width);
        this.second = new AtomicIntegerArray(width);
        this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(width);
        this.seed = seed;
    }

    /** A number for a group. Not its hash code, with which anybody can make groups collide. */
    int number(String group) {
        int number = seed;
        for (int i = 0; i < group.length(); i++) {
            number = (number ^ group.charAt(i)) * GOLDEN_RATIO;
            number ^= number >>> 15;
        }
        return number;
    }

    int count(int group) {
        return Math.min(first.get(firstPlace(group)), second.get(secondPlace(group)));
    }

    void add(int group) {
        first.incrementAndGet(firstPlace(group));
        second.incrementAndGet(secondPlace(group));
    }

    void remove(int group) {
        first.decrementAndGet(firstPlace(group));
        second.decrementAndGet(secondPlace(group));
    }

    private int firstPlace(int group) {
        return (group * GOLDEN_RATIO) >>> shift;
    }

    private int secondPlace(int group) {
        return ((group ^ (group >>> 16)) * OTHER_RATIO) >>> shift;
    }
}
