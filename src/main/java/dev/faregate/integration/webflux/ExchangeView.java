package dev.faregate.integration.webflux;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * What a guard sees of an exchange.
 *
 * @param exchange the exchange, whose request filters may have changed
 * @param connection the request as the server made it; null if it is not known
 */
record ExchangeView(ServerWebExchange exchange, @Nullable ServerHttpRequest connection) implements RequestView {

    static ExchangeView of(ServerWebExchange exchange) {
        return new ExchangeView(exchange, exchange.getAttribute(ConnectionHandler.ATTRIBUTE));
    }

    @Override
    public String method() {
        return exchange.getRequest().getMethod().name();
    }

    @Override
    public String rawPath() {
        return exchange.getRequest().getPath().value();
    }

    /**
     * Returns a header of the request as it comes to its handler. Spring's {@code ForwardedHeaderTransformer} takes away what proxies
     * wrote: of that, the connection's. {@link WithoutCredential} takes away the credential.
     */
    @Override
    public List<String> header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (connection != null && (lower.equals("forwarded") || lower.startsWith("x-forwarded-"))) {
            return values(connection.getHeaders(), name);
        }
        HttpHeaders sent = exchange.getAttribute(WithoutCredential.ATTRIBUTE);
        return values(sent == null ? exchange.getRequest().getHeaders() : sent, name);
    }

    /** By methods that both majors of Spring have. */
    private static List<String> values(HttpHeaders headers, String name) {
        if (headers.getFirst(name) == null) {
            return List.of();
        }
        for (Map.Entry<String, List<String>> header : headers.headerSet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return List.of();
    }

    @Override
    public @Nullable String remoteAddress() {
        InetSocketAddress address = connection == null ? null : connection.getRemoteAddress();
        if (address == null) {
            return null;
        }
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    @Override
    public RequestChecks checks() {
        return (RequestChecks)
                exchange.getAttributes().computeIfAbsent(RequestChecks.ATTRIBUTE, absent -> RequestChecks.begin());
    }
}
