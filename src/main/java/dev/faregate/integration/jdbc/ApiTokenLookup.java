package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Resource;
import dev.faregate.integration.jdbc.NamedSql.Values;
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

    private static final NamedSql BY_DIGEST =
            NamedSql.of(ApiTokenRow.SELECT + "t.digest = :digest OR t.previous_digest = :digest");

    private static final String DIGEST = "digest";

    /** Statements for one to {@link ApiTokenStore#MAX_DIGESTS} digests, few enough for a connection to keep all of them prepared. */
    private static final NavigableMap<Integer, NamedSql> BY_DIGESTS =
            new TreeMap<>(Stream.of(1, 16, ApiTokenStore.MAX_DIGESTS)
                    .collect(Collectors.toMap(places -> places, ApiTokenLookup::byDigests)));

    private static final NamedSql BY_ID = NamedSql.of(ApiTokenRow.SELECT + "t.id = :id AND " + ApiTokenRow.LIVE);

    @Nullable
    Found findByDigest(SecretDigest digest) {
        String text = digest.text();
        ApiTokenRow row = database.single(
                        "looking an API token up",
                        connection -> BY_DIGEST.first(connection, Values.of("digest", text), ApiTokenRow::read))
                .orElse(null);
        return row == null ? null : found(row, digest.equals(row.stored().digest()));
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
        for (ApiTokenRow row : database.single(
                "looking API tokens up", connection -> select.list(connection, values, ApiTokenRow::read))) {
            SecretDigest current = row.stored().digest();
            if (digests.contains(current)) {
                all.put(current, found(row, true));
            }
            SecretDigest previous = row.previousDigest() == null ? null : SecretDigest.parse(row.previousDigest());
            if (previous != null && digests.contains(previous)) {
                all.putIfAbsent(previous, found(row, false));
            }
        }
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
        return NamedSql.of(ApiTokenRow.SELECT + "t.digest IN " + list + " OR t.previous_digest IN " + list);
    }

    private static Found found(ApiTokenRow row, boolean current) {
        ApiToken apiToken = row.apiToken();
        if (apiToken.revokedAt() == null && row.endedAt() != null) {
            apiToken = apiToken.revoked(row.endedAt());
        }
        return new Found(apiToken, current ? null : row.previousUntil());
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
