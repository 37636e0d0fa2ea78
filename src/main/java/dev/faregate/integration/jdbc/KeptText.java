package dev.faregate.integration.jdbc;

import dev.faregate.ratelimit.Gcra;
import dev.faregate.ratelimit.Inheritance.Kept;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import java.util.List;
import java.util.stream.Collectors;

/** What is owed under limits that do not hold, as a bucket's row keeps it: a line for each, of its state and the limit. */
final class KeptText {

    private KeptText() {}

    static String write(List<Kept> kept, long now) {
        return kept.stream()
                .map(one -> now + one.debt() + " " + LimitsText.line(one.limit()))
                .collect(Collectors.joining("\n"));
    }

    static List<Kept> read(String text, long now, long longestWait, Limits unit) {
        return text.lines().map(line -> kept(line, now, longestWait, unit)).toList();
    }

    private static Kept kept(String line, long now, long longestWait, Limits unit) {
        String[] parts = line.split(" ", 2);
        Limit limit = LimitsText.limit(parts[1]);
        Gcra gcra = unit.gcra(limit);
        return new Kept(limit, gcra.debt(Long.parseLong(parts[0]), now, longestWait));
    }

    /** When all is over; the time if nothing is owed. */
    static long until(List<Kept> kept, long now) {
        return now + kept.stream().mapToLong(Kept::debt).max().orElse(0);
    }
}
