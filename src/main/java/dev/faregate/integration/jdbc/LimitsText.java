package dev.faregate.integration.jdbc;

import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Limits as a bucket's row holds them, so that a change is seen and what is owed can be converted: a line for each, of permits,
 * burst, period in nanoseconds, and name.
 */
final class LimitsText {

    private LimitsText() {}

    static String write(Limits limits) {
        return limits.all().stream()
                .map(limit -> limit.permits() + " " + limit.burst() + " "
                        + limit.period().toNanos() + " " + limit.name())
                .collect(Collectors.joining("\n"));
    }

    /** The limits, over microseconds. */
    static Limits read(String text) {
        return Limits.of(text.lines().map(LimitsText::limit).toArray(Limit[]::new))
                .micros(1);
    }

    private static Limit limit(String line) {
        String[] parts = line.split(" ", 4);
        return new Limit(
                parts[3],
                Long.parseLong(parts[0]),
                Duration.ofNanos(Long.parseLong(parts[2])),
                Long.parseLong(parts[1]));
    }
}
