package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * API tokens in tables. What takes a right away changes the row and appends to the log in one transaction; the log's counter is
 * always locked last, and rows in the order of their ids, so that no two transactions wait for each other.
 */
final class JdbcApiTokenStore implements ApiTokenStore {

    private static final String SELECT = "SELECT " + ApiTokenRow.COLUMNS + " FROM faregate_api_token t WHERE ";

    private static final NamedSql BY_DIGEST = NamedSql.of(SELECT + "t.digest = :digest OR t.previous_digest = :digest");

    private static final NamedSql BY_ID = NamedSql.of(SELECT + "t.id = :id AND " + ApiTokenRow.LIVE);

    private static final NamedSql DELETE_EXPIRED = NamedSql.of(
            "DELETE FROM faregate_api_token WHERE expires_at <= :now AND (owner = :owner OR resource = :resource)");

    private static final NamedSql UPDATE_RIGHTS =
            NamedSql.of("UPDATE faregate_api_token SET permission = :permission, scopes = :scopes WHERE id = :id");

    private static final NamedSql ROTATE = NamedSql.of("""
            UPDATE faregate_api_token AS t SET previous_digest = digest, previous_until = :until, digest = :next,
              sealed_secret = :sealed
            WHERE id = :id AND\s""" + ApiTokenRow.LIVE);

    private static final NamedSql REVOKE = NamedSql.of("UPDATE faregate_api_token SET revoked_at = :at WHERE id = :id");

    private static final NamedSql RENAME = NamedSql.of("UPDATE faregate_api_token SET name = :name WHERE id = :id");

    private static final NamedSql RAISE = NamedSql.of("""
            INSERT INTO faregate_watermark (level, target, sequence, at) VALUES (:level, :target, :sequence, :at)
            ON CONFLICT (level, target) DO UPDATE SET sequence = excluded.sequence, at = excluded.at""");

    private static final NamedSql NOTE_USE = NamedSql.of("""
            UPDATE faregate_api_token AS t SET last_used_at = :at
            WHERE id = :id AND (t.last_used_at IS NULL OR t.last_used_at < :at) AND\s""" + ApiTokenRow.LIVE);

    private final Database database;
    private final SqlDialect dialect;
    private final JdbcRevocationLog log;
    private final InstantSource clock;
    private final NamedSql byIdForUpdate;

    JdbcApiTokenStore(Database database, SqlDialect dialect, JdbcRevocationLog log, InstantSource clock) {
        this.database = database;
        this.dialect = dialect;
        this.log = log;
        this.clock = clock;
        this.byIdForUpdate = NamedSql.of(SELECT + "t.id = :id AND " + ApiTokenRow.LIVE + dialect.forUpdate());
    }

    @Override
    public JdbcRevocationLog revocationLog() {
        return log;
    }

    @Override
    public Insertion insert(StoredApiToken stored, Quota quota) {
        ApiToken apiToken = stored.apiToken();
        Values values = ApiTokenRow.values(stored).and("now", now());
        return database.transaction("inserting an API token", connection -> {
            dialect.lockForInsertion(connection, apiToken.owner().id(), ApiTokenRow.resourceId(apiToken));
            DELETE_EXPIRED.update(connection, values);
            return new ApiTokenInsertion(connection, values).insert(quota);
        });
    }

    @Override
    public @Nullable Found findByDigest(SecretDigest digest) {
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

    @Override
    public @Nullable StoredApiToken find(String id) {
        if (!StorableText.is(id)) {
            return null;
        }
        return database.single(
                        "finding an API token", connection -> BY_ID.first(connection, ids(id), ApiTokenRow::read))
                .map(ApiTokenRow::stored)
                .orElse(null);
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        StringBuilder sql = new StringBuilder(SELECT).append(ApiTokenRow.LIVE);
        Values values = Values.of("now", now()).and("most", query.limit() + 1L);
        if (query.owner() != null) {
            sql.append(" AND t.owner = :owner");
            values.and("owner", query.owner().id());
        }
        if (query.resources() != null) {
            if (query.resources().isEmpty()) {
                return new ApiTokenPage(List.of(), null);
            }
            List<String> names = new ArrayList<>();
            for (Resource resource : query.resources()) {
                values.and("resource" + names.size(), resource.id());
                names.add(":resource" + names.size());
            }
            sql.append(" AND t.resource IN (").append(String.join(", ", names)).append(')');
        }
        if (query.name() != null) {
            if (!StorableText.is(query.name())) {
                return new ApiTokenPage(List.of(), null);
            }
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
        NamedSql select = NamedSql.of(sql.append(" ORDER BY t.id LIMIT :most").toString());
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

    @Override
    public Renaming rename(String id, String name) {
        StoredApiToken before = find(id);
        if (before == null) {
            return Renaming.UNKNOWN;
        }
        ApiToken facts = before.apiToken();
        return database.transaction("renaming an API token", connection -> {
            // Before the row, as an insertion does.
            dialect.lockForInsertion(connection, facts.owner().id(), ApiTokenRow.resourceId(facts));
            ApiTokenRow live =
                    byIdForUpdate.first(connection, ids(id), ApiTokenRow::read).orElse(null);
            if (live == null) {
                return Renaming.UNKNOWN;
            }
            if (live.apiToken().name().equals(name)) {
                return Renaming.RENAMED;
            }
            Values values = ApiTokenRow.values(live.stored()).and("name", name).and("now", now());
            if (new ApiTokenInsertion(connection, values).nameTaken()) {
                return Renaming.NAME_TAKEN;
            }
            RENAME.update(connection, values);
            return Renaming.RENAMED;
        });
    }

    @Override
    public @Nullable ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        return changed("changing the rights of an API token", id, (connection, before) -> {
            ApiToken after = before.withRights(
                    permission == null ? before.permission() : permission, scopes == null ? before.scopes() : scopes);
            UPDATE_RIGHTS.update(
                    connection,
                    Values.of("id", id)
                            .and("permission", after.permission().code())
                            .and("scopes", after.scopes().text()));
            return new Change(
                    after, after.isNarrowerThan(before) ? log.append(connection, RevocationTarget.apiToken(id)) : null);
        });
    }

    @Override
    public boolean rotate(String id, SecretDigest next, @Nullable String sealedSecret, Instant previousUntil) {
        return changed("rotating an API token", id, (connection, before) -> {
                    ROTATE.update(
                            connection,
                            ids(id).and("next", next.text())
                                    .and("sealed", sealedSecret)
                                    .and("until", Micros.of(previousUntil)));
                    boolean atOnce = !clock.instant().isBefore(previousUntil);
                    return new Change(before, atOnce ? log.append(connection, RevocationTarget.apiToken(id)) : null);
                })
                != null;
    }

    @Override
    public @Nullable ApiToken revoke(String id, Instant at) {
        return changed("revoking an API token", id, (connection, before) -> {
            REVOKE.update(connection, Values.of("id", id).and("at", Micros.of(at)));
            return new Change(before.revoked(at), log.append(connection, RevocationTarget.apiToken(id)));
        });
    }

    private @Nullable ApiToken changed(String what, String id, Changing changing) {
        if (!StorableText.is(id)) {
            return null;
        }
        Change change = database.transaction(what, connection -> {
                    ApiTokenRow live = byIdForUpdate
                            .first(connection, ids(id), ApiTokenRow::read)
                            .orElse(null);
                    return live == null
                            ? Optional.<Change>empty()
                            : Optional.of(changing.change(connection, live.apiToken()));
                })
                .orElse(null);
        if (change == null) {
            return null;
        }
        if (change.entry() != null) {
            log.know(change.entry());
        }
        return change.apiToken();
    }

    @Override
    public void revokeAll(RevocationTarget target) {
        switch (target.level()) {
            case OWNER, RESOURCE, EVERYTHING -> {}
            case API_TOKEN, SESSION, SESSIONS_OF_OWNER ->
                throw new IllegalArgumentException(
                        "target: " + target + " (expected: an owner, a resource, or everything)");
        }
        log.know(database.transaction("revoking all of " + target.level(), connection -> {
            Revocation entry = log.append(connection, target);
            RAISE.update(
                    connection,
                    Values.of("level", target.level().name())
                            .and("target", target.id())
                            .and("sequence", entry.sequence())
                            .and("at", Micros.of(entry.at())));
            return entry;
        }));
    }

    @Override
    public void noteLastUses(Map<String, Instant> lastUses) {
        database.transaction("noting last uses", connection -> {
            try (PreparedStatement batch = NOTE_USE.prepare(connection, ids("").and("at", 0L))) {
                for (Map.Entry<String, Instant> use : new TreeMap<>(lastUses).entrySet()) {
                    NOTE_USE.bind(batch, ids(use.getKey()).and("at", Micros.of(use.getValue())));
                    batch.addBatch();
                }
                return batch.executeBatch();
            }
        });
    }

    private Values ids(String id) {
        return Values.of("id", id).and("now", now());
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    /** Changes the row of a live API token, which the transaction holds. */
    private interface Changing {
        Change change(Connection connection, ApiToken before) throws SQLException;
    }

    private record Change(ApiToken apiToken, @Nullable Revocation entry) {}
}
