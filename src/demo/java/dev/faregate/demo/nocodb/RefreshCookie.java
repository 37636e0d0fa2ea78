package dev.faregate.demo.nocodb;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.http.CredentialSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cookie that keeps a refresh token out of the page's reach. Without {@code Secure}, as the demo has no TLS. */
final class RefreshCookie {

    private static final String NAME = "refresh_token";
    private static final CredentialSource SOURCE = CredentialSource.cookie(NAME);
    private static final String ATTRIBUTES = "; Path=/nocodb/; HttpOnly; SameSite=Strict; Max-Age=";

    private RefreshCookie() {}

    static Optional<String> of(HttpExchange exchange) {
        return SOURCE.credentialIn(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
    }

    static void set(HttpExchange exchange, String refreshToken, Duration life) {
        exchange.getResponseHeaders().add("Set-Cookie", NAME + '=' + refreshToken + ATTRIBUTES + life.toSeconds());
    }

    static void clear(HttpExchange exchange) {
        exchange.getResponseHeaders().add("Set-Cookie", NAME + '=' + ATTRIBUTES + 0);
    }
}
