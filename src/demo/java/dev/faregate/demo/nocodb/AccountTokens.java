package dev.faregate.demo.nocodb;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.Reply;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page Account settings › Tokens. */
final class AccountTokens {

    private static final int PAGE_SIZE = 25;

    private final OwnApiTokens apiTokens;

    AccountTokens(OwnApiTokens apiTokens) {
        this.apiTokens = apiTokens;
    }

    void list(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Caller user = admitted.caller();
        List<Map<String, Object>> list = apiTokens.of(user.owner()).stream()
                .map(apiToken -> facts(apiToken, apiTokens.secret(user.owner(), apiToken)))
                .toList();
        Reply.json(exchange, 200, Listing.onePage(list, PAGE_SIZE));
    }

    void create(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Caller user = admitted.caller();
        String description = Fields.ofJson(exchange).text("description");
        IssuedApiToken issued = apiTokens.issue(ApiTokenRequest.of(description, user.owner(), Permission.READ_WRITE));
        Reply.json(exchange, 200, facts(issued.apiToken(), issued.secret()));
    }

    void delete(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Caller user = admitted.caller();
        apiTokens.delete(user.owner(), admitted.match().pathVariables().getOrDefault("id", ""));
        Reply.json(exchange, 200, 1);
    }

    private static Map<String, Object> facts(ApiToken apiToken, @Nullable String secret) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", apiToken.id());
        facts.put("fk_user_id", NocoDbIds.of(apiToken.owner()));
        facts.put("description", apiToken.name());
        facts.put("token", secret);
        facts.put("created_by", apiToken.owner().id());
        return facts;
    }
}
