package dev.faregate.demo.seatable;

import dev.faregate.apitoken.ApiToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API tokens as the administration shows them. */
final class ApiTokenJson {

    private static final DateTimeFormatter ISO_OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private ApiTokenJson() {}

    static Map<String, Object> of(ApiToken apiToken, @Nullable String secret) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("app_name", apiToken.name());
        facts.put("api_token", secret);
        facts.put("generated_by", apiToken.owner().id());
        facts.put("generated_at", time(apiToken.createdAt()));
        Instant lastUsed = apiToken.lastUsedAt();
        facts.put("last_access", lastUsed == null ? null : time(lastUsed));
        facts.put("permission", apiToken.permission().code());
        return facts;
    }

    private static String time(Instant instant) {
        return ISO_OFFSET.format(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }
}
