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
 * Writes what became of each case and of each cell of the matrix into a file for each adapter, and the files of all adapters into
 * one page. The directory is in the system property {@code black-box.results}.
 */
final class AdapterTable implements TestWatcher, BeforeAllCallback, AfterAllCallback {

    /** A suite, whose results are a column. */
    interface Column {
        String columnName();
    }

    private static final String CASES = ".result";
    private static final String CELLS = ".matrix";

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
        results.put(
                nameOf(context), "- " + String.valueOf(cause.getMessage()).replaceFirst("^Assumption failed: ", ""));
    }

    /** A cell is named as it is displayed. */
    private static String nameOf(ExtensionContext context) {
        Class<?> declaring = context.getRequiredTestMethod().getDeclaringClass();
        return declaring == MatrixSuite.class
                ? context.getDisplayName()
                : declaring.getSimpleName().replaceAll("Cases$", "")
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
        results.forEach((test, result) -> lines.add(test + '\t' + result));
        Files.write(fileOf(context), lines);
        Files.writeString(
                directory.resolveSibling("adapter-table.md"),
                casesIn(columns(CASES)) + "\n## matrix\n\n" + new MatrixTable(columns(CELLS)).text());
    }

    private Path fileOf(ExtensionContext context) {
        Object suite = context.getRequiredTestInstance();
        String kind = suite instanceof MatrixSuite ? CELLS : CASES;
        return directory.resolve(((Column) suite).columnName() + kind);
    }

    private SortedMap<String, Map<String, String>> columns(String kind) throws IOException {
        SortedMap<String, Map<String, String>> columns = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(kind)).toList()) {
                String name = file.getFileName().toString();
                columns.put(name.substring(0, name.length() - kind.length()), resultsIn(file));
            }
        }
        return columns;
    }

    private static Map<String, String> resultsIn(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    }

    private static String casesIn(SortedMap<String, Map<String, String>> byAdapter) {
        StringBuilder table = new StringBuilder("| case | " + String.join(" | ", byAdapter.keySet()) + " |\n");
        table.append("|---").append("|:-:".repeat(byAdapter.size())).append("|\n");
        TreeSet<String> cases = new TreeSet<>();
        byAdapter.values().forEach(column -> cases.addAll(column.keySet()));
        for (String test : cases) {
            table.append(byAdapter.values().stream()
                    .map(column -> column.getOrDefault(test, "").split(" ", 2)[0])
                    .collect(Collectors.joining(" | ", "| " + inWords(test) + " | ", " |\n")));
        }
        return table.toString();
    }

    /** "Limit.headCountsAsGet" as "Limit: head counts as get". */
    private static String inWords(String test) {
        String words = test.substring(test.indexOf('.') + 1)
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])", " ");
        return test.substring(0, test.indexOf('.')) + ": " + words.toLowerCase(Locale.ROOT);
    }
}
