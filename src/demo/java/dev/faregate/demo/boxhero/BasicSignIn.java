package dev.faregate.demo.boxhero;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.User;
import dev.faregate.http.SignIn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Signs a user in for one request, by HTTP Basic (RFC 7617). */
final class BasicSignIn {

    private static final String SCHEME = "Basic ";

    private BasicSignIn() {}

    static User of(HttpExchange exchange, SignIn signIn) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw challenged(exchange, RefusedRequest.signInNeeded("This needs a user's e-mail address and password."));
        }
        String pair = decoded(header.substring(SCHEME.length()).strip());
        int colon = Math.max(0, pair.indexOf(':'));
        String account = pair.substring(0, colon);
        return signIn.attempt(
                account,
                () -> User.recognized(account, pair.substring(Math.min(colon + 1, pair.length())))
                        .orElseThrow(() -> challenged(
                                exchange,
                                RefusedRequest.signInFailed("There is no such user, or the password is another."))));
    }

    private static RefusedRequest challenged(HttpExchange exchange, RefusedRequest refused) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"BoxHero settings\", charset=\"UTF-8\"");
        return refused;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
