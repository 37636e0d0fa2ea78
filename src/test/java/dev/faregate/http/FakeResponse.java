package dev.faregate.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer as a server would send it; its lines begin with those that others have written. */
final class FakeResponse implements ResponseView<IOException> {

    private final List<String> lines = new ArrayList<>();
    private boolean sent;

    FakeResponse(String... lines) {
        this.lines.addAll(List.of(lines));
    }

    /** Header lines as {@code Name: value}, then, if it was sent, the status and the body. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void setHeader(String name, String value) {
        lines.removeIf(line -> line.startsWith(name + ": "));
        addHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        lines.add(name + ": " + value);
    }

    @Override
    public void send(int status, byte[] body) throws IOException {
        if (sent) {
            throw new IOException("answered already");
        }
        sent = true;
        lines.add(status + " " + new String(body, StandardCharsets.UTF_8));
    }
}
