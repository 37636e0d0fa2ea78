package dev.faregate.integration.jdbc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of API tokens.
 *
 * @param stored what is stored
 * @param endedAt when it ended as a state, by revocation or by an expiry that was noted; null if it did not
 * @param watermarkedAt when all of its owner or resource, or everything, was revoked after it was issued; null if never
 */
record ApiTokenRow(
        StoredApiToken stored,
        @Nullable Instant endedAt,
        @Nullable Instant watermarkedAt) {

    /** Whether a watermark lies above the row {@code t}, by three look-ups of keys. */
    private static final String WATERMARKED_AT = """
            coalesce(
              (SELECT w.at FROM faregate_watermark w WHERE w.level = 'OWNER' AND w.target = t.owner AND w.sequence > t.issued_at),
              (SELECT w.at FROM faregate_watermark w WHERE w.level = 'RESOURCE' AND w.target = t.resource AND w.sequence > t.issued_at),
              (SELECT w.at FROM faregate_watermark w WHERE w.level = 'EVERYTHING' AND w.target = '' AND w.sequence > t.issued_at))""";

    /** The columns that {@link #read} reads, of the row {@code t}. */
    static final String COLUMNS = """
            t.id, t.name, t.owner, t.resource, t.permission, t.scopes, t.metadata, t.created_at, t.expires_at, t.last_used_at,
            t.revoked_at, t.ended_at, t.digest, t.sealed_secret,\s""" + WATERMARKED_AT + " AS watermarked_at";

    /** Selects what {@link #read} reads, of the rows {@code t}; conditions follow. */
    static final String SELECT = "SELECT " + COLUMNS + " FROM faregate_api_token t WHERE ";

    /** Whether the row {@code t} is live at the time {@code :now}. */
    static final String LIVE =
            "t.ended_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now) AND " + WATERMARKED_AT + " IS NULL";

    static ApiTokenRow read(ResultSet row) throws SQLException {
        String resource = row.getString("resource");
        ApiToken apiToken = new ApiToken(
                row.getString("id"),
                row.getString("name"),
                Owner.of(row.getString("owner")),
                resource == null ? null : Resource.of(resource),
                Permission.ofCode(row.getString("permission")),
                Scopes.parse(row.getString("scopes")),
                metadata(row.getString("metadata")),
                Micros.read(row, "created_at"),
                Micros.readNullable(row, "expires_at"),
                Micros.readNullable(row, "last_used_at"),
                Micros.readNullable(row, "revoked_at"));
        return new ApiTokenRow(
                new StoredApiToken(
                        apiToken, SecretDigest.parse(row.getString("digest")), row.getString("sealed_secret")),
                Micros.readNullable(row, "ended_at"),
                Micros.readNullable(row, "watermarked_at"));
    }

    ApiToken apiToken() {
        return stored.apiToken();
    }

    static Values values(StoredApiToken stored) {
        ApiToken apiToken = stored.apiToken();
        return Values.of("id", apiToken.id())
                .and("name", apiToken.name())
                .and("owner", apiToken.owner().id())
                .and("resource", resourceId(apiToken))
                .and("permission", apiToken.permission().code())
                .and("scopes", apiToken.scopes().text())
                .and("metadata", ascii(JSONObjectUtils.toJSONString(apiToken.metadata())))
                .and("created_at", Micros.of(apiToken.createdAt()))
                .and("expires_at", Micros.ofNullable(apiToken.expiresAt()))
                .and("digest", stored.digest().text())
                .and("sealed_secret", stored.sealedSecret());
    }

    /** The parameters {@code :id} and {@code :now}. */
    static Values key(String id, Instant now) {
        return Values.of("id", id).and("now", Micros.of(now));
    }

    static @Nullable String resourceId(ApiToken apiToken) {
        Resource resource = apiToken.resource();
        return resource == null ? null : resource.id();
    }

    private static Map<String, String> metadata(String json) throws SQLException {
        try {
            Map<String, String> metadata = new HashMap<>();
            JSONObjectUtils.parse(json).forEach((key, value) -> metadata.put(key, String.valueOf(value)));
            return metadata;
        } catch (ParseException damaged) {
            throw new SQLException("metadata of an API token: no JSON object", damaged);
        }
    }

    /** Escapes whatever is not ASCII: metadata may hold what a database cannot. */
    private static String ascii(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}
