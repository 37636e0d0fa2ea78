package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.OwnedApiTokens;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Hands out Account-Tokens, which open the administration and nothing else. */
final class AccountSignIn {

    private static final String NAME = "account";

    private final TokenIssuer accountTokens;

    AccountSignIn(TokenIssuer accountTokens) {
        this.accountTokens = accountTokens;
    }

    void signIn(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        Fields fields = Fields.ofForm(exchange);
        User user = User.recognized(fields.text("username"), fields.text("password"))
                .orElseThrow(() -> RefusedRequest.signInFailed("Unable to login with provided credentials."));
        Reply.json(exchange, 200, Map.of("token", accountToken(user.owner())));
    }

    /** The same at every sign-in, until it is revoked. */
    private String accountToken(Owner owner) {
        OwnedApiTokens own = accountTokens.ownedBy(owner);
        Optional<String> known = own.named(NAME).flatMap(accountToken -> own.reveal(accountToken.id()));
        if (known.isPresent()) {
            return known.get();
        }
        IssueResult result = accountTokens.issue(ApiTokenRequest.of(NAME, owner, Permission.READ_WRITE));
        boolean signedInElsewhere = result instanceof IssueResult.NameTaken;
        return signedInElsewhere ? accountToken(owner) : result.orElseThrow().secret();
    }
}
