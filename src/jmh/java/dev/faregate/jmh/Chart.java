package dev.faregate.jmh;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars, longer is faster, one group for each work; legible on a light and on a dark page. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int LABELS = 150;
    private static final int NUMBERS = 70;
    private static final int ROW = 20;
    private static final int HEADING = 34;
    private static final String STYLE = """
            text { font: 12px system-ui, sans-serif; fill: #24292f }
            .work { font-weight: 600; font-size: 13px }
            .who { text-anchor: end }
            .bar { fill: #8c959f }
            .ours { fill: #0969da }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .bar { fill: #6e7681 }
              .ours { fill: #58a6ff }
            }
            """;

    private Chart() {}

    static String draw(Map<String, List<Result>> byWork, String ours) {
        StringBuilder groups = new StringBuilder();
        int y = 0;
        for (Map.Entry<String, List<Result>> group : byWork.entrySet()) {
            groups.append(text("work", 0, y + 22, group.getKey() + ": million a second"));
            y += HEADING;
            double longest = group.getValue().stream()
                    .mapToDouble(Result::perMicro)
                    .max()
                    .orElse(1);
            for (Result result : group.getValue()) {
                double length = (WIDTH - LABELS - NUMBERS) * result.perMicro() / longest;
                groups.append(text("who", LABELS - 8, y + 13, result.who()));
                groups.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                        result.who().equals(ours) ? " ours" : "",
                        LABELS,
                        y + 2,
                        length,
                        ROW - 5));
                String number = String.format(Locale.ROOT, "%.2f", result.perMicro());
                groups.append(text("number", (int) (LABELS + length + 6), y + 13, number));
                y += ROW;
            }
            y += 8;
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + y + "\" width=\"" + WIDTH
                + "\" role=\"img\" aria-label=\"Decisions a second, by limiter\">\n<style>\n" + STYLE + "</style>\n"
                + groups + "</svg>\n";
    }

    private static String text(String kind, int x, int y, String said) {
        String safe = said.replace("&", "&amp;").replace("<", "&lt;");
        return "<text class=\"" + kind + "\" x=\"" + x + "\" y=\"" + y + "\">" + safe + "</text>\n";
    }
}
