package dev.faregate.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this run of the tests has written to the log. */
public final class LoggedLines {

    private LoggedLines() {}

    /** In the order in which they were written. */
    public static List<String> containing(String text) throws IOException {
        try (var lines = Files.lines(Path.of("target", "tests.log"))) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }
}
