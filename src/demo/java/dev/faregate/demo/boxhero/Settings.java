package dev.faregate.demo.boxhero;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page Settings › Integrations, where users handle their API tokens. */
final class Settings {

    private final OwnApiTokens apiTokens;

    Settings(OwnApiTokens apiTokens) {
        this.apiTokens = apiTokens;
    }

    void list(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        User user = BasicSignIn.of(exchange, opened.signIn());
        Reply.json(
                exchange,
                200,
                Map.of(
                        "api_tokens",
                        apiTokens.of(user.owner()).stream().map(Settings::facts).toList()));
    }

    void create(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        User user = BasicSignIn.of(exchange, opened.signIn());
        String name = Fields.ofJson(exchange).text("name");
        IssuedApiToken issued = apiTokens.issue(ApiTokenRequest.of(name, user.owner(), Permission.READ_WRITE));
        Map<String, Object> created = new LinkedHashMap<>();
        created.put("id", issued.apiToken().id());
        created.put("name", issued.apiToken().name());
        created.put("token", issued.secret());
        Reply.json(exchange, 201, created);
    }

    void delete(HttpExchange exchange, Verdict.Opened opened) throws IOException {
        User user = BasicSignIn.of(exchange, opened.signIn());
        apiTokens.delete(user.owner(), opened.match().pathVariables().getOrDefault("id", ""));
        Reply.empty(exchange, 204);
    }

    private static Map<String, Object> facts(ApiToken apiToken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", apiToken.id());
        facts.put("name", apiToken.name());
        facts.put("created_at", apiToken.createdAt().toString());
        return facts;
    }
}
