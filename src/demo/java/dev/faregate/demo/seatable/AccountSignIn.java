package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.util.Map;

/** Hands out Account-Tokens, which open the administration and nothing else: the same at every sign-in, until it is revoked. */
final class AccountSignIn {

    private static final String NAME = "account";

    private final TokenIssuer accountTokens;

    AccountSignIn(TokenIssuer accountTokens) {
        this.accountTokens = accountTokens;
    }

    void signIn(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        Fields fields = Fields.ofForm(exchange);
        String userName = fields.text("username");
        User user = opened.signIn()
                .attempt(
                        userName,
                        () -> User.recognized(userName, fields.text("password"))
                                .orElseThrow(() ->
                                        RefusedRequest.signInFailed("Unable to login with provided credentials.")));
        ApiTokenRequest account = ApiTokenRequest.of(NAME, user.owner(), Permission.READ_WRITE);
        String accountToken = accountTokens.issueOnce(account).orElseThrow().secret();
        Reply.json(exchange, 200, Map.of("token", accountToken));
    }
}
