package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.exchange.BaseToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.TokenExchange;
import dev.faregate.exchange.TokenLife;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exchange: whoever has an API token gets a base token for its base. */
final class AppAccessToken {

    private final TokenExchange tokenExchange;
    private final TokenIssuer apiTokens;
    private final Bases bases;
    private final URI server;

    AppAccessToken(TokenExchange tokenExchange, TokenIssuer apiTokens, Bases bases, URI server) {
        this.tokenExchange = tokenExchange;
        this.apiTokens = apiTokens;
        this.bases = bases;
        this.server = server;
    }

    void exchange(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Base base = bases.of(admitted.caller().resource());
        String appName = apiTokens
                .find(admitted.caller().tokenId())
                .orElseThrow(AppAccessToken::denied)
                .name();
        ExchangeRequest request = ExchangeRequest.of(admitted.credential())
                .withClaim("dtable_uuid", base.uuid())
                .withClaim("username", admitted.caller().owner().id())
                .withClaim("app_name", appName);
        BaseToken baseToken = exchanged(withLife(request, Fields.ofQuery(exchange)));
        Reply.json(exchange, 200, answer(base, appName, baseToken));
    }

    private BaseToken exchanged(ExchangeRequest request) {
        ExchangeResult result = tokenExchange.exchange(request);
        if (result instanceof ExchangeResult.InvalidRequest invalid) {
            throw RefusedRequest.invalid(invalid.problem());
        }
        if (result instanceof ExchangeResult.InvalidApiToken) {
            throw denied();
        }
        return result.orElseThrow();
    }

    private Map<String, Object> answer(Base base, String appName, BaseToken baseToken) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("app_name", appName);
        answer.put("access_token", baseToken.text());
        answer.put("dtable_uuid", base.uuid());
        answer.put("dtable_server", server.resolve("api-gateway/").toString());
        answer.put("dtable_socket", server.toString());
        answer.put("dtable_db", server.resolve("dtable-db/").toString());
        answer.put("workspace_id", Bases.WORKSPACE);
        answer.put("dtable_name", base.name());
        answer.put("use_api_gateway", true);
        answer.put("expires_in", baseToken.life().toSeconds());
        return answer;
    }

    private static ExchangeRequest withLife(ExchangeRequest request, Fields query) {
        return query.optionalText("exp")
                .map(text -> request.withLife(
                        TokenLife.parse(text).orElseThrow(() -> RefusedRequest.invalid("exp invalid."))))
                .orElse(request);
    }

    private static RefusedRequest denied() {
        return RefusedRequest.forbidden("Permission denied.");
    }
}
