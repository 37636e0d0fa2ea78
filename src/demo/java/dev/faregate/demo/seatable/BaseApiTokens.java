package dev.faregate.demo.seatable;

import com.sun.net.httpserver.HttpExchange;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.demo.service.Fields;
import dev.faregate.demo.service.OwnApiTokens;
import dev.faregate.demo.service.RefusedRequest;
import dev.faregate.demo.service.Reply;
import dev.faregate.demo.service.User;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The administration of the API tokens of each base. */
final class BaseApiTokens {

    /** What can stand as one segment in the path by which it is later changed and deleted. */
    private static final Pattern APP_NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\;]*");

    private static final Duration TEMPORARY_LIFE = Duration.ofHours(1);

    private final OwnApiTokens apiTokens;
    private final Bases bases;

    BaseApiTokens(OwnApiTokens apiTokens, Bases bases) {
        this.apiTokens = apiTokens;
        this.bases = bases;
    }

    void list(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Owner owner = owner(admitted);
        List<Map<String, Object>> list = apiTokens.of(owner, base(admitted).resource()).stream()
                .map(apiToken -> ApiTokenJson.of(apiToken, apiTokens.secret(owner, apiToken)))
                .toList();
        Reply.json(exchange, 200, Map.of("api_tokens", list));
    }

    void listAll(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Owner owner = owner(admitted);
        if (User.of(owner) != User.ADA) {
            throw RefusedRequest.forbidden("Permission denied.");
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (Base base : bases.all()) {
            apiTokens.of(base.resource()).stream()
                    .map(apiToken -> ofBase(base, owner, apiToken))
                    .forEach(all::add);
        }
        Reply.json(exchange, 200, Map.of("api_tokens", all));
    }

    /** With the secret for its owner alone: an administrator may see that there is one, not use it. */
    private Map<String, Object> ofBase(Base base, Owner viewer, ApiToken apiToken) {
        Map<String, Object> facts = ApiTokenJson.of(apiToken, apiTokens.secret(viewer, apiToken));
        facts.put("workspace_id", Bases.WORKSPACE);
        facts.put("dtable_name", base.name());
        return facts;
    }

    void create(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Base base = base(admitted);
        Fields fields = Fields.ofForm(exchange);
        String appName = fields.text("app_name");
        if (!APP_NAME.matcher(appName).matches()) {
            throw RefusedRequest.invalid("app_name invalid.");
        }
        IssuedApiToken issued = apiTokens.issue(
                ApiTokenRequest.of(appName, owner(admitted), permission(fields)).forResource(base.resource()));
        Reply.json(exchange, 201, ApiTokenJson.of(issued.apiToken(), issued.secret()));
    }

    void createTemporary(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        ApiTokenRequest request = ApiTokenRequest.of("temporary", owner(admitted), Permission.READ_WRITE)
                .forResource(base(admitted).resource());
        IssuedApiToken issued = apiTokens.issueTemporary(request, TEMPORARY_LIFE);
        Reply.json(exchange, 200, Map.of("api_token", issued.secret()));
    }

    void changePermission(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        Owner owner = owner(admitted);
        ApiToken named = named(admitted);
        Permission permission = permission(Fields.ofForm(exchange));
        ApiToken changed = apiTokens.changePermission(owner, named, permission);
        Reply.json(exchange, 200, ApiTokenJson.of(changed, apiTokens.secret(owner, changed)));
    }

    void delete(HttpExchange exchange, Verdict.Admitted admitted) throws IOException {
        apiTokens.delete(owner(admitted), named(admitted).id());
        Reply.json(exchange, 200, Map.of("success", true));
    }

    private ApiToken named(Verdict.Admitted admitted) {
        String appName = admitted.match().pathVariables().getOrDefault("app_name", "");
        return apiTokens.named(owner(admitted), base(admitted).resource(), appName);
    }

    private Base base(Verdict.Admitted admitted) {
        return bases.named(admitted.match().pathVariables().getOrDefault("base", ""));
    }

    private static Owner owner(Verdict.Admitted admitted) {
        return admitted.caller().owner();
    }

    private static Permission permission(Fields fields) {
        try {
            return Permission.ofCode(fields.text("permission"));
        } catch (IllegalArgumentException neither) {
            throw RefusedRequest.invalid("permission invalid.");
        }
    }
}
