package dev.faregate.demo.nocodb;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.exchange.SessionToken;
import dev.faregate.exchange.SessionTokens;
import dev.faregate.exchange.SignInRequest;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Sign-in, sign-out, and who is signed in. */
final class Sessions {

    static final Duration REFRESH_LIFE = Duration.ofDays(30);

    private static final String ROLE = "org-level-creator";

    private final SessionTokens sessionTokens;

    Sessions(SessionTokens sessionTokens) {
        this.sessionTokens = sessionTokens;
    }

    void signIn(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        Fields fields = Fields.ofJson(exchange);
        String email = fields.text("email");
        User user = opened.signIn()
                .attempt(
                        email,
                        () -> User.recognized(email, fields.text("password"))
                                .orElseThrow(() -> RefusedRequest.signInFailed("Invalid credentials")));
        answer(
                exchange,
                sessionTokens
                        .signIn(SignInRequest.of(user.owner()).withClaims(claimsOf(user)))
                        .orElseThrow());
    }

    void refresh(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        String refreshToken =
                RefreshCookie.of(exchange).orElseThrow(() -> RefusedRequest.invalid("Missing refresh token"));
        if (!(sessionTokens.refresh(refreshToken, caller -> claimsOf(User.of(caller.owner())))
                instanceof Verification.Accepted<SessionToken> refreshed)) {
            throw RefusedRequest.invalid("Invalid refresh token");
        }
        answer(exchange, refreshed.value());
    }

    void me(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        User user = User.of(admitted.caller().owner());
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("id", NocoDbIds.of(user.owner()));
        me.put("email", user.email());
        me.put("roles", Map.of(ROLE, true));
        Reply.json(exchange, 200, me);
    }

    void signOut(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        sessionTokens.signOut(admitted.caller());
        RefreshCookie.clear(exchange);
        Reply.json(exchange, 200, Map.of("msg", "Signed out successfully"));
    }

    private static ExtraClaims claimsOf(User user) {
        return ExtraClaims.of(Map.of("email", user.email(), "id", NocoDbIds.of(user.owner()), "roles", ROLE));
    }

    private static void answer(HttpExchange exchange, SessionToken session) throws IOException {
        RefreshCookie.set(exchange, Objects.requireNonNull(session.refreshToken()), REFRESH_LIFE);
        Reply.json(exchange, 200, Map.of("token", session.text()));
    }
}
