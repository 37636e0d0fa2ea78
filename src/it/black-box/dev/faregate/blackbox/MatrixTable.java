package dev.faregate.blackbox;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The matrix of all adapters: a line of counts for each, a line for each cell, and the reasons of cells that cannot apply.
 *
 * @param columns of each adapter the result of each cell: "ok", "FAILED", or "- reason"
 */
record MatrixTable(SortedMap<String, Map<String, String>> columns) {

    String text() {
        return counts() + '\n' + cells() + '\n' + reasons();
    }

    private String counts() {
        StringBuilder table =
                new StringBuilder("| adapter | cells run | ok | failed | not applicable |\n|---|--:|--:|--:|--:|\n");
        columns.forEach((adapter, cells) -> {
            long ok = count(cells, "ok");
            long failed = count(cells, "FAILED");
            table.append("| %s | %d | %d | %d | %d |\n".formatted(adapter, ok + failed, ok, failed, count(cells, "-")));
        });
        return table.toString();
    }

    private static long count(Map<String, String> cells, String result) {
        return cells.values().stream()
                .filter(cell -> cell.split(" ", 2)[0].equals(result))
                .count();
    }

    private String cells() {
        StringBuilder table = new StringBuilder("| cell | " + String.join(" | ", columns.keySet()) + " |\n");
        table.append("|---").append("|:-:".repeat(columns.size())).append("|\n");
        for (Situation situation : Situation.values()) {
            for (Requirement requirement : Requirement.values()) {
                String cell = new MatrixSuite.Cell(situation, requirement).toString();
                table.append(columns.values().stream()
                        .map(column -> column.getOrDefault(cell, "").split(" ", 2)[0])
                        .collect(Collectors.joining(" | ", "| " + cell(situation, requirement) + " | ", " |\n")));
            }
        }
        return table.toString();
    }

    private static String cell(Situation situation, Requirement requirement) {
        return inWords(situation) + " × " + inWords(requirement);
    }

    private static String inWords(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Each reason once, with the situations that it is for. */
    private String reasons() {
        StringBuilder list = new StringBuilder();
        columns.forEach((adapter, cells) -> {
            Map<String, TreeSet<String>> byReason = new TreeMap<>();
            Stream.of(Situation.values())
                    .forEach(situation -> Stream.of(Requirement.values()).forEach(requirement -> {
                        String result = cells.getOrDefault(new MatrixSuite.Cell(situation, requirement).toString(), "");
                        if (result.startsWith("- ")) {
                            byReason.computeIfAbsent(result.substring(2), absent -> new TreeSet<>())
                                    .add(isWhole(cells, situation) ? inWords(situation) : cell(situation, requirement));
                        }
                    }));
            byReason.forEach((reason, where) ->
                    list.append("- %s, %s: %s\n".formatted(adapter, String.join(", ", where), reason)));
        });
        return list.toString();
    }

    /** Whether no cell of a situation applies. */
    private static boolean isWhole(Map<String, String> cells, Situation situation) {
        return Stream.of(Requirement.values())
                .allMatch(requirement -> cells.getOrDefault(new MatrixSuite.Cell(situation, requirement).toString(), "")
                        .startsWith("-"));
    }
}
