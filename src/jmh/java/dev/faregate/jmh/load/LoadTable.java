package dev.faregate.jmh.load;

import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.StoreGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same load on one target after the other, and what came of it as a table. */
final class LoadTable {

    private static final Limit EVERYTHING =
            Limit.of(1_000_000, Duration.ofSeconds(1)).named("all");
    private static final Limit HARDLY_ANYTHING =
            Limit.of(10, Duration.ofSeconds(1)).named("few");

    private final Map<String, String> options;

    LoadTable(String... args) {
        this.options = options(args);
    }

    /** Makes a target for a limit. */
    interface Opening {
        LoadTarget open(Limit limit) throws Exception;
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** What our limiter allows its store. */
    StoreGuard guard() {
        return StoreGuard.standard().deadline(Duration.ofMillis(number("deadline", 50)));
    }

    void run(Map<String, Opening> targets, int usualThreads, Path file) throws Exception {
        List<String> rows = new ArrayList<>(List.of(
                "| work | target | decisions/s | p50 us | p99 us | client CPU us | admitted | errors |",
                "|---|---|--:|--:|--:|--:|--:|--:|"));
        rows.forEach(System.out::println);
        for (String work : option("work", "hot,denied,many").split(",", -1)) {
            Limit limit = work.equals("denied") ? HARDLY_ANYTHING : EVERYTHING;
            for (Map.Entry<String, Opening> target : targets.entrySet()) {
                List<String> only = List.of(option("only", target.getKey()).split(",", -1));
                if (only.contains(target.getKey())) {
                    try (LoadTarget opened = target.getValue().open(limit)) {
                        String row = load(work, usualThreads).run(opened).row(target.getKey(), work);
                        System.out.println(row);
                        rows.add(row);
                    }
                }
            }
        }
        Files.write(file, rows);
    }

    private Load load(String work, int usualThreads) {
        return new Load(
                number("threads", usualThreads),
                work.equals("many") ? number("keys", 10_000) : 1,
                number("warmup", 3),
                number("seconds", 5),
                number("rate", 0));
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(option(name, Integer.toString(otherwise)));
    }

    private static Map<String, String> options(String... args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(arg + " (expected: name=value)");
            }
            options.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }
}
