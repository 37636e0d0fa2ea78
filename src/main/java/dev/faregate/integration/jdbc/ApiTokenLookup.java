package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Resource;
import dev.faregate.integration.jdbc.NamedSql.Values;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads API tokens, each time by one statement. Safe for use by many threads.
 *
 * @param database where they are
 * @param clock tells which have expired
 */
record ApiTokenLookup(Database database, InstantSource clock) {

    private static final NamedSql BY_DIGEST =
            NamedSql.of(ApiTokenRow.SELECT + "t.digest = :digest OR t.previous_digest = :digest");

    private static final NamedSql BY_ID = NamedSql.of(ApiTokenRow.SELECT + "t.id = :id AND " + ApiTokenRow.LIVE);

    @Nullable
    Found findByDigest(SecretDigest digest) {
        String text = digest.text();
        ApiTokenRow row = database.single(
                        "looking an API token up",
                        connection -> BY_DIGEST.first(connection, Values.of("digest", text), ApiTokenRow::read))
                .orElse(null);
        if (row == null) {
            return null;
        }
        ApiToken apiToken = row.apiToken();
        if (apiToken.revokedAt() == null && row.endedAt() != null) {
            apiToken = apiToken.revoked(row.endedAt());
        }
        return new Found(apiToken, digest.equals(row.stored().digest()) ? null : row.previousUntil());
    }

    @Nullable
    StoredApiToken find(String id) {
        if (!StorableText.is(id)) {
            return null;
        }
        return database.single(
                        "finding an API token",
                        connection -> BY_ID.first(connection, ApiTokenRow.key(id, clock.instant()), ApiTokenRow::read))
                .map(ApiTokenRow::stored)
                .orElse(null);
    }

    ApiTokenPage list(ApiTokenQuery query) {
        boolean ofNoResource = query.resources() != null && query.resources().isEmpty();
        boolean ofNoName = query.name() != null && !StorableText.is(query.name());
        if (ofNoResource || ofNoName) {
            return new ApiTokenPage(List.of(), null);
        }
        Values values = Values.of("now", Micros.of(clock.instant())).and("most", query.limit() + 1L);
        NamedSql select = NamedSql.of(
                ApiTokenRow.SELECT + ApiTokenRow.LIVE + conditions(query, values) + " ORDER BY t.id LIMIT :most");
        List<ApiToken> found = database.single(
                "listing API tokens",
                connection -> select.list(
                        connection, values, row -> ApiTokenRow.read(row).apiToken()));
        return found.size() <= query.limit()
                ? new ApiTokenPage(found, null)
                : new ApiTokenPage(
                        found.subList(0, query.limit()),
                        found.get(query.limit() - 1).id());
    }

    /** What a query asks of a row, in SQL; adds the values of its parameters. */
    private static String conditions(ApiTokenQuery query, Values values) {
        StringBuilder sql = new StringBuilder();
        if (query.owner() != null) {
            sql.append(" AND t.owner = :owner");
            values.and("owner", query.owner().id());
        }
        if (query.resources() != null) {
            sql.append(" AND t.resource IN (")
                    .append(parameters(query.resources(), values))
                    .append(')');
        }
        if (query.name() != null) {
            sql.append(" AND t.name = :name");
            values.and("name", query.name());
        }
        if (query.permanentOnly()) {
            sql.append(" AND t.expires_at IS NULL");
        }
        if (query.after() != null) {
            sql.append(" AND t.id > :after");
            // Comes from a client; ids have no such character, so nothing lies between the two.
            values.and("after", StorableText.upToFirstBad(query.after()));
        }
        return sql.toString();
    }

    private static String parameters(Collection<Resource> resources, Values values) {
        List<String> names = new ArrayList<>();
        for (Resource resource : resources) {
            values.and("resource" + names.size(), resource.id());
            names.add(":resource" + names.size());
        }
        return String.join(", ", names);
    }
}
