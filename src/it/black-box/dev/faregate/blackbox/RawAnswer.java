package dev.faregate.blackbox;

/** An answer to a {@link RawRequest}: its status, 0 if the server just hung up, and all that came, headers and framing included. */
public record RawAnswer(int status, String text) {

    /** All the values of a header. */
    java.util.List<String> header(String name) {
        return text.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ':', 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
