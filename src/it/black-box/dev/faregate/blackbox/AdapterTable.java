package dev.faregate.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes what became of each case into a file for each adapter, and the files of all adapters into one table. The directory is
 * in the system property {@code black-box.results}.
 */
final class AdapterTable implements TestWatcher, BeforeAllCallback, AfterAllCallback {

    private static final String RESULT = ".result";

    private final Path directory = Path.of(System.getProperty("black-box.results"));
    private final SortedMap<String, String> results = new TreeMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        results.put(nameOf(context), "ok");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        results.put(nameOf(context), "FAILED");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        results.put(nameOf(context), "-");
    }

    private static String nameOf(ExtensionContext context) {
        return context.getRequiredTestMethod()
                        .getDeclaringClass()
                        .getSimpleName()
                        .replaceAll("Cases$", "")
                + '.'
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Files.createDirectories(directory);
        Files.deleteIfExists(fileOf(context));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        List<String> lines = new ArrayList<>();
        results.forEach((test, result) -> lines.add(result + ' ' + test));
        Files.write(fileOf(context), lines);
        Files.writeString(directory.resolveSibling("adapter-table.md"), table());
    }

    private Path fileOf(ExtensionContext context) {
        BlackBoxSuite suite = (BlackBoxSuite) context.getRequiredTestInstance();
        return directory.resolve(suite.adapterName() + RESULT);
    }

    private String table() throws IOException {
        Map<String, Map<String, String>> byAdapter = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(RESULT)).toList()) {
                byAdapter.put(file.getFileName().toString().replace(RESULT, ""), resultsIn(file));
            }
        }
        StringBuilder table = new StringBuilder("| case | " + String.join(" | ", byAdapter.keySet()) + " |\n");
        table.append("|---").append("|:-:".repeat(byAdapter.size())).append("|\n");
        TreeSet<String> cases = new TreeSet<>();
        byAdapter.values().forEach(column -> cases.addAll(column.keySet()));
        for (String test : cases) {
            table.append(byAdapter.values().stream()
                    .map(column -> column.getOrDefault(test, ""))
                    .collect(Collectors.joining(" | ", "| " + inWords(test) + " | ", " |\n")));
        }
        return table.toString();
    }

    private static Map<String, String> resultsIn(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(cells -> cells[1], cells -> cells[0]));
    }

    /** "Limit.headCountsAsGet" as "Limit: head counts as get". */
    private static String inWords(String test) {
        String words = test.substring(test.indexOf('.') + 1)
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])", " ");
        return test.substring(0, test.indexOf('.')) + ": " + words.toLowerCase(Locale.ROOT);
    }
}
