package dev.faregate.demo.walk;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Prints the walk for people to read. */
final class Narrator {

    private static final String INDENT = "    ";

    private final PrintStream out;
    private final Colours colours;
    private int steps;

    Narrator(PrintStream out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    void heading(String title, String point) {
        out.println();
        out.println(colours.strong(title));
        out.println(colours.faint("=".repeat(title.length())));
        out.println(point);
    }

    void request(String why, String method, String path, Map<String, String> headers, String body) {
        steps++;
        out.println();
        out.println("  " + why);
        out.println(INDENT + colours.sent("> " + method + ' ' + path));
        headers.forEach((name, value) -> out.println(INDENT + "> " + name + ": " + Abbreviation.ofHeader(value)));
        body(">", body);
    }

    void repeated(int status, int times) {
        out.println(INDENT
                + colours.received(status, "< " + status + ' ' + StatusText.of(status))
                + colours.faint(" (" + times + " times)"));
    }

    void answer(Answer answer, List<String> tellingHeaders) {
        out.println(INDENT
                + colours.received(answer.status(), "< " + answer.status() + ' ' + StatusText.of(answer.status())));
        for (String name : tellingHeaders) {
            answer.headers().firstValue(name).ifPresent(value -> out.println(INDENT + "< " + name + ": " + value));
        }
        body("<", answer.body());
    }

    void pause(String what) {
        out.println();
        out.println("  " + colours.faint(what));
    }

    void broken(String what) {
        out.println(INDENT + colours.bad("BROKEN PROMISE: " + what));
    }

    void ending(int broken) {
        out.println();
        out.println(
                broken == 0
                        ? colours.good("All " + steps + " steps went as promised.")
                        : colours.bad(broken + " of the 3 systems broke a promise: see above."));
    }

    private void body(String direction, String body) {
        if (!body.isEmpty()) {
            PrettyBody.lines(body).forEach(line -> out.println(INDENT + direction + "   " + line));
        }
    }
}
