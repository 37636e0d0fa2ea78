package dev.faregate.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.faregate.demo.service.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page for people: a fixed list of files, and nothing that is not on it. */
final class StartPage implements HttpHandler {

    private static final String SITUATION = "<li class=\"situation\"></li>";

    private record File(String type, String content) {}

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final List<String> FILES = List.of(
            "page.css",
            "icon.svg",
            "page.js",
            "http.js",
            "dom.js",
            "journal.js",
            "library.js",
            "answer.js",
            "bucket.js",
            "chart.js",
            "caller.js",
            "secrets.js",
            "tokens.js",
            "report.js",
            "life.js",
            "boxhero.js",
            "nocodb.js",
            "seatable.js");

    /** Nothing from elsewhere, nothing inline, and no place in another page. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Map<String, File> files = new HashMap<>();

    StartPage(Situation situation) {
        files.put("/", withSentences(file("index.html"), situation));
        FILES.forEach(name -> files.put("/page/" + name, file(name)));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        File file = files.get(exchange.getRequestURI().getRawPath());
        if (file == null) {
            Reply.text(exchange, 404, TEXT, "There is no such page.\n");
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Allow", "GET, HEAD");
            Reply.text(exchange, 405, TEXT, "The page can only be read.\n");
            return;
        }
        Reply.text(exchange, 200, file.type(), file.content());
    }

    /** A file named by whoever starts the demo may have any name. */
    private static File withSentences(File page, Situation situation) {
        String items = situation.sentences().stream()
                .map(sentence -> "<li>" + sentence.replace("&", "&amp;").replace("<", "&lt;") + "</li>")
                .collect(Collectors.joining("\n      "));
        if (!page.content().contains(SITUATION)) {
            throw new IllegalStateException("index.html: no " + SITUATION);
        }
        return new File(page.type(), page.content().replace(SITUATION, items));
    }

    private static File file(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream content = StartPage.class.getResourceAsStream("/page/" + name)) {
            Objects.requireNonNull(content, () -> "resource: /page/" + name + " (expected: on the class path)");
            return new File(
                    Objects.requireNonNull(type, name), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
