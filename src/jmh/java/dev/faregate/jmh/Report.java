package dev.faregate.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws {@code jmh.md} and {@code jmh.svg} from the {@code jmh.json} of a folder. */
public final class Report {

    private static final String OURS = "faregate";

    private Report() {}

    /**
     * Runs it.
     *
     * @param args the folder
     * @throws IOException if the folder cannot be read or written
     * @throws ParseException if the file is no JSON
     */
    public static void main(String[] args) throws IOException, ParseException {
        Path folder = Path.of(args[0]);
        Map<String, List<Result>> byWork = Result.parse(Files.readString(folder.resolve("jmh.json"))).stream()
                .collect(Collectors.groupingBy(Result::work, LinkedHashMap::new, Collectors.toList()));
        Files.writeString(folder.resolve("jmh.md"), table(byWork));
        Files.writeString(folder.resolve("jmh.svg"), Chart.draw(byWork, OURS));
        System.out.println(table(byWork));
    }

    private static String table(Map<String, List<Result>> byWork) {
        StringBuilder table =
                new StringBuilder("| work | who | million/s | ± | ours is | B/op |\n|---|---|--:|--:|--:|--:|\n");
        byWork.forEach((work, results) -> {
            double ours = results.stream()
                    .filter(result -> result.who().equals(OURS))
                    .mapToDouble(Result::perMicro)
                    .findFirst()
                    .orElse(Double.NaN);
            for (Result result : results) {
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.2f | %s | %s | %s |%n",
                        work,
                        result.who(),
                        result.perMicro(),
                        Double.isNaN(result.error()) ? "" : String.format(Locale.ROOT, "%.2f", result.error()),
                        result.who().equals(OURS) || Double.isNaN(ours)
                                ? ""
                                : String.format(Locale.ROOT, "%.2f×", ours / result.perMicro()),
                        Double.isNaN(result.bytes()) ? "" : String.format(Locale.ROOT, "%.0f", result.bytes())));
            }
        });
        return table.toString();
    }
}
