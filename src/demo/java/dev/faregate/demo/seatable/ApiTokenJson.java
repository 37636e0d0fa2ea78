package dev.faregate.demo.seatable;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.IssuedApiToken;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** API tokens as the administration shows them. */
final class ApiTokenJson {

    private static final DateTimeFormatter ISO_OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private ApiTokenJson() {}

    static Map<String, Object> of(ApiToken apiToken) {
        return facts(apiToken, "(shown once, when created)");
    }

    static Map<String, Object> withSecret(IssuedApiToken issued) {
        return facts(issued.apiToken(), issued.secret());
    }

    static Map<String, Object> withBase(ApiToken apiToken, String baseName) {
        Map<String, Object> facts = of(apiToken);
        facts.put("workspace_id", Bases.WORKSPACE);
        facts.put("dtable_name", baseName);
        return facts;
    }

    private static Map<String, Object> facts(ApiToken apiToken, String secret) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("app_name", apiToken.name());
        facts.put("api_token", secret);
        facts.put("generated_by", apiToken.owner().id());
        facts.put(
                "generated_at",
                ISO_OFFSET.format(
                        apiToken.createdAt().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
        facts.put("last_access", null);
        facts.put("permission", apiToken.permission().code());
        return facts;
    }
}
