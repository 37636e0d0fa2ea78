package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.integration.jdbc.NamedSql.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads API tokens, each time by one statement. Safe for use by many threads.
 *
 * @param database where they are
 * @param clock tells which have expired
 */
record ApiTokenLookup(Database database, InstantSource clock) {

    private static final String DIGEST = "digest";

    /** Statements for one to {@link ApiTokenStore#MAX_DIGESTS} digests, few enough for a connection to keep all of them prepared. */
    private static final NavigableMap<Integer, NamedSql> BY_DIGESTS =
            new TreeMap<>(Stream.of(1, 16, ApiTokenStore.MAX_DIGESTS)
                    .collect(Collectors.toMap(places -> places, ApiTokenLookup::byDigests)));

    private static final NamedSql BY_ID = NamedSql.of(ApiTokenRow.SELECT + "t.id = :id AND " + ApiTokenRow.LIVE);

    @Nullable
    Found findByDigest(SecretDigest digest) {
        return findByDigests(Set.of(digest)).get(digest);
    }

    Map<SecretDigest, Found> findByDigests(Set<SecretDigest> digests) {
        if (digests.size() > ApiTokenStore.MAX_DIGESTS) {
            throw new IllegalArgumentException(
                    "digests: " + digests.size() + " (expected: <= " + ApiTokenStore.MAX_DIGESTS + ")");
        }
        if (digests.isEmpty()) {
            return Map.of();
        }
        Values values = Values.none();
        NamedSql select = byDigests(digests, values);
        Map<SecretDigest, Found> all = new HashMap<>();
        database.single(
                        "looking API tokens up",
                        connection -> select.list(connection, values, ApiTokenLookup::presented))
                .forEach(presented -> all.putIfAbsent(presented.digest(), presented.found()));
        return all;
    }

    /** Fills the places that are left with a digest once more, which finds nothing twice. */
    private static NamedSql byDigests(Set<SecretDigest> digests, Values values) {
        Map.Entry<Integer, NamedSql> statement = Objects.requireNonNull(BY_DIGESTS.ceilingEntry(digests.size()));
        Iterator<SecretDigest> next = digests.iterator();
        String text = "";
        for (int place = 0; place < statement.getKey(); place++) {
            text = next.hasNext() ? next.next().text() : text;
            values.and(DIGEST + place, text);
        }
        return statement.getValue();
    }

    private static NamedSql byDigests(int places) {
        String list = IntStream.range(0, places)
                .mapToObj(place -> ":" + DIGEST + place)
                .collect(Collectors.joining(", ", "(", ")"));
        return NamedSql.of("""
                SELECT t.digest AS presented, CAST(NULL AS bigint) AS former_until, CAST(NULL AS text) AS former_ended, %s
                  FROM faregate_api_token t WHERE t.digest IN %s
                UNION ALL
                SELECT f.digest AS presented, f.until AS former_until, f.ended AS former_ended, %s
                  FROM faregate_former_secret f JOIN faregate_api_token t ON t.id = f.api_token WHERE f.digest IN %s
                """.formatted(ApiTokenRow.COLUMNS, list, ApiTokenRow.COLUMNS, list));
    }

    private static Presented presented(ResultSet row) throws SQLException {
        return new Presented(SecretDigest.parse(row.getString("presented")), found(row));
    }

    private static Found found(ResultSet result) throws SQLException {
        ApiTokenRow row = ApiTokenRow.read(result);
        ApiToken apiToken = row.apiToken();
        if (apiToken.revokedAt() == null && row.watermarkedAt() != null) {
            apiToken = apiToken.revoked(row.watermarkedAt());
        }
        if (apiToken.revokedAt() != null) {
            return Found.ended(apiToken, RejectionReason.REVOKED);
        }
        if (row.endedAt() != null) {
            return Found.ended(apiToken, RejectionReason.EXPIRED);
        }
        String ended = result.getString("former_ended");
        if (ended != null) {
            return Found.ended(apiToken, RejectionReason.valueOf(ended));
        }
        return new Found(apiToken, Micros.readNullable(result, "former_until"), null);
    }

    private record Presented(SecretDigest digest, Found found) {}

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
