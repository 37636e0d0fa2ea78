package dev.faregate.integration.httpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.http.RequestView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a guard sees of an exchange. */
record ExchangeView(HttpExchange exchange) implements RequestView {

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
}
