package dev.faregate.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How many permits a caller gets: {@code permits} in each {@code period}, evenly refilled, at most {@code burst} at once.
 *
 * <p>In any window W a caller is admitted to at most {@code burst + permits * W / period}. Where permits do not divide
 * the period evenly, the rate is rounded down, never up (see {@link Gcra}).
 *
 * @param name 1 to 64 printable ASCII characters, none of them {@code "} or {@code \}, so that it can stand in a header
 * @param permits how many permits are refilled in a period; at least 1
 * @param period how long it takes to refill them; at least a nanosecond
 * @param burst how many permits a full bucket holds; at least 1, and refilled within 36 years
 * @param whenDown who decides while a store across a network does not answer
 */
public record Limit(String name, long permits, Duration period, long burst, OutagePolicy whenDown) {

    private static final int LONGEST_NAME = 64;
    static final Map<Duration, String> UNITS = Map.of(
            Duration.ofSeconds(1), "s", Duration.ofMinutes(1), "m", Duration.ofHours(1), "h", Duration.ofDays(1), "d");

    /**
     * Checks the components.
     *
     * @param name the name
     * @param permits how many permits are refilled in a period
     * @param period how long it takes to refill them
     * @param burst how many permits a full bucket holds
     * @param whenDown who decides while the store does not answer
     * @throws IllegalArgumentException if one is out of its range
     */
    public Limit {
        checkName(name);
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(whenDown, "whenDown");
        checkPositive(name, "permits", permits);
        checkPositive(name, "burst", burst);
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period: " + period + " (expected: > 0) in limit \"" + name + "\"");
        }
        Gcra.checkFits(name, permits, period, burst);
    }

    /**
     * A limit that a bucket of this process holds while the store does not answer: {@link OutagePolicy#LOCAL}.
     *
     * @param name 1 to 64 printable ASCII characters without {@code "} and {@code \}
     * @param permits how many permits are refilled in a period; at least 1
     * @param period how long it takes to refill them; at least a nanosecond
     * @param burst how many permits a full bucket holds; at least 1
     * @throws IllegalArgumentException if one is out of its range
     */
    public Limit(String name, long permits, Duration period, long burst) {
        this(name, permits, period, burst, OutagePolicy.LOCAL);
    }

    /**
     * So many permits a period, with a burst of as many.
     *
     * @param permits how many permits are refilled in a period; at least 1
     * @param period how long it takes to refill them; at least a nanosecond
     * @return the limit, named after its rate: {@code 5/s}, {@code 1000/d}, {@code 10/PT15M}
     * @throws IllegalArgumentException if one is out of its range
     */
    public static Limit of(long permits, Duration period) {
        String unit = UNITS.getOrDefault(Objects.requireNonNull(period, "period"), period.toString());
        return new Limit(permits + "/" + unit, permits, period, permits);
    }

    /**
     * Reads a limit as its name is written: {@code 5/s}, {@code 100/m}, {@code 1000/d}, {@code 10/PT15M}; and, where the burst
     * differs, {@code 5/s burst 10}.
     *
     * @param text permits, a slash, and {@code s}, {@code m}, {@code h}, {@code d} or a period in ISO 8601
     * @return the limit, named after its rate
     * @throws IllegalArgumentException if the text is none of these, or one of its parts is out of its range
     */
    public static Limit parse(String text) {
        return LimitText.parse(text);
    }

    /**
     * So many permits a second, with a burst of as many.
     *
     * @param permits how many; at least 1
     * @return the limit
     * @throws IllegalArgumentException if permits are less than 1
     */
    public static Limit perSecond(long permits) {
        return of(permits, Duration.ofSeconds(1));
    }

    /**
     * So many permits a minute, with a burst of as many.
     *
     * @param permits how many; at least 1
     * @return the limit
     * @throws IllegalArgumentException if permits are less than 1
     */
    public static Limit perMinute(long permits) {
        return of(permits, Duration.ofMinutes(1));
    }

    /**
     * So many permits an hour, with a burst of as many.
     *
     * @param permits how many; at least 1
     * @return the limit
     * @throws IllegalArgumentException if permits are less than 1
     */
    public static Limit perHour(long permits) {
        return of(permits, Duration.ofHours(1));
    }

    /**
     * So many permits a day of 24 hours, with a burst of as many.
     *
     * @param permits how many; at least 1
     * @return the limit
     * @throws IllegalArgumentException if permits are less than 1
     */
    public static Limit perDay(long permits) {
        return of(permits, Duration.ofDays(1));
    }

    /**
     * The same rate with another burst.
     *
     * @param newBurst how many permits a full bucket holds; at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1, or takes longer than 36 years to refill
     */
    public Limit withBurst(long newBurst) {
        return new Limit(name, permits, period, newBurst, whenDown);
    }

    /**
     * The same limit under another name.
     *
     * @param newName 1 to 64 printable ASCII characters without {@code "} and {@code \}
     * @return the changed copy
     * @throws IllegalArgumentException if the name is none of these
     */
    public Limit named(String newName) {
        return new Limit(newName, permits, period, burst, whenDown);
    }

    /**
     * The same limit with another policy for when a store across a network does not answer. Where limits hold together, a
     * {@link OutagePolicy#CLOSED} one refuses for all; else a {@link OutagePolicy#LOCAL} one has all of them held locally.
     *
     * @param policy who decides then
     * @return the changed copy
     */
    public Limit whenDown(OutagePolicy policy) {
        return new Limit(name, permits, period, burst, policy);
    }

    private static void checkName(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "limit name: " + name.length() + " characters (expected: 1 to " + LONGEST_NAME + ")");
        }
        name.chars()
                .filter(c -> c < ' ' || c > '~' || c == '"' || c == '\\')
                .findFirst()
                .ifPresent(unsafe -> {
                    throw new IllegalArgumentException(String.format(
                            "limit name: contains U+%04X (expected: printable ASCII without \" and \\)", unsafe));
                });
    }

    private static void checkPositive(String name, String what, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: > 0) in limit \"" + name + "\"");
        }
    }
}
