package dev.faregate.demo.boxhero;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Signs a user in for one request, by HTTP Basic (RFC 7617). */
final class BasicSignIn {

    private static final String SCHEME = "Basic ";

    private BasicSignIn() {}

    static User of(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return Optional.ofNullable(header).flatMap(BasicSignIn::user).orElseThrow(() -> {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Basic realm=\"BoxHero settings\", charset=\"UTF-8\"");
            return RefusedRequest.signInNeeded("This needs a user's e-mail address and password.");
        });
    }

    private static Optional<User> user(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String pair = decoded(header.substring(SCHEME.length()).strip());
        int colon = pair.indexOf(':');
        return colon < 0 ? Optional.empty() : User.recognized(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
