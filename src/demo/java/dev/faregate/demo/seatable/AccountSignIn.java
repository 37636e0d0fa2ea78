package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** Hands out Account-Tokens, which open the administration and nothing else. */
final class AccountSignIn {

    private final TokenIssuer accountTokens;

    AccountSignIn(TokenIssuer accountTokens) {
        this.accountTokens = accountTokens;
    }

    void signIn(HttpExchange exchange, Map<String, String> path) throws IOException {
        Fields fields = Fields.ofForm(exchange);
        User user = User.recognized(fields.text("username"), fields.text("password"))
                .orElseThrow(() -> RefusedRequest.invalid("Unable to login with provided credentials."));
        Reply.json(exchange, 200, Map.of("token", accountToken(user.owner())));
    }

    private String accountToken(Owner owner) {
        ApiTokenRequest request = ApiTokenRequest.of("sign-in " + UUID.randomUUID(), owner, Permission.READ_WRITE);
        IssueResult result = accountTokens.issue(request);
        while (result instanceof IssueResult.QuotaReached) {
            revokeOldest(owner);
            result = accountTokens.issue(request);
        }
        return result.orElseThrow().secret();
    }

    private void revokeOldest(Owner owner) {
        ApiTokenQuery oldest = ApiTokenQuery.ownedBy(owner).limit(1);
        accountTokens.list(oldest).apiTokens().forEach(accountToken -> accountTokens.revoke(accountToken.id()));
    }
}
