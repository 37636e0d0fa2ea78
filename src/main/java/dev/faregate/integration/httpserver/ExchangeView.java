package dev.faregate.integration.httpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a guard sees of an exchange, and writes into it.
 *
 * @param exchange the exchange; its attributes are of no use, for all exchanges of a context share them
 * @param checks what guards have decided of it
 */
record ExchangeView(HttpExchange exchange, RequestChecks checks) implements RequestView, ResponseView<IOException> {

    /** The exchange that this thread handles: a guarded handler may call another one. */
    private static final ThreadLocal<@Nullable ExchangeView> HANDLED = new ThreadLocal<>();

    /** What is done with the view of an exchange. */
    interface Handling {
        void handle(ExchangeView view) throws IOException;
    }

    /** Handles an exchange by the view that there is of it, or by a new one. */
    static void handle(HttpExchange exchange, Handling handling) throws IOException {
        ExchangeView outer = HANDLED.get();
        ExchangeView view =
                outer != null && outer.exchange == exchange ? outer : new ExchangeView(exchange, RequestChecks.begin());
        HANDLED.set(view);
        try {
            handling.handle(view);
        } finally {
            if (outer == null) {
                HANDLED.remove();
            } else {
                HANDLED.set(outer);
            }
        }
    }

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
