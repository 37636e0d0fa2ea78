package dev.faregate.integration.httpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a guard sees of an exchange, and writes into it. */
record ExchangeView(HttpExchange exchange) implements RequestView, ResponseView<IOException> {

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public String rawPath() {
        return Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
    }

    @Override
    public List<String> header(String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }

    @Override
    public @Nullable String remoteAddress() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public void setHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        exchange.getResponseHeaders().add(name, value);
    }

    @Override
    public void send(int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
