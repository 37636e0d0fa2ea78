package dev.faregate.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as a server would show it; its header lines as {@code Name: value}. */
record FakeRequest(
        String method,
        String rawPath,
        List<String> lines,
        @Nullable String remoteAddress) implements RequestView {

    static FakeRequest of(String method, String rawPath, String... lines) {
        return new FakeRequest(method, rawPath, List.of(lines), "192.0.2.1");
    }

    static FakeRequest get(String rawPath, String... lines) {
        return of("GET", rawPath, lines);
    }

    FakeRequest from(@Nullable String address) {
        return new FakeRequest(method, rawPath, lines, address);
    }

    @Override
    public List<String> header(String name) {
        String start = name + ": ";
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
                .map(line -> line.substring(start.length()))
                .toList();
    }
}
