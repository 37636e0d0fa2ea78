package dev.faregate.blackbox;

import java.util.ArrayList;
import java.util.List;

/** A request byte for byte, but for the headers that every request has. Headers are whole lines. */
public record RawRequest(String method, String target, List<String> headers, String body) {

    public static RawRequest of(String method, String target, String... headers) {
        return new RawRequest(method, target, List.of(headers), "");
    }

    RawRequest at(String other) {
        return new RawRequest(method, other, headers, body);
    }

    RawRequest with(String... lines) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(lines));
        return new RawRequest(method, target, more, body);
    }

    RawRequest withQuery(String query) {
        return new RawRequest(method, target + (target.contains("?") ? "&" : "?") + query, headers, body);
    }

    RawRequest withBody(String type, String text) {
        RawRequest typed = with("Content-Type: " + type);
        return new RawRequest(method, target, typed.headers, text);
    }

    boolean isUpgrade() {
        return headers.stream().anyMatch(line -> line.startsWith("Upgrade:"));
    }

    /** All that goes over the wire. */
    String text() {
        StringBuilder text = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        text.append(isUpgrade() ? "Connection: Upgrade\r\n" : "Connection: close\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    @Override
    public String toString() {
        return method + ' ' + target + (headers.isEmpty() ? "" : " " + withoutCredential());
    }

    private List<String> withoutCredential() {
        return headers.stream()
                .filter(line -> !line.startsWith("Authorization:"))
                .toList();
    }
}
