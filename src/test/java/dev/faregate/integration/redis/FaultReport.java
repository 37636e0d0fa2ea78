package dev.faregate.integration.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down what was measured while things failed: {@code target/redis-faults.txt}. */
final class FaultReport {

    private static final Path REPORT = Path.of("target", "redis-faults.txt");

    static {
        try {
            Files.deleteIfExists(REPORT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private FaultReport() {}

    static void line(String text) {
        try {
            Files.writeString(REPORT, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
