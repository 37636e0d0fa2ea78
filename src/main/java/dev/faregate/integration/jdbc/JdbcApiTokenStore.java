package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenPage;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.Rotation;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * API tokens in tables. What takes a right away changes the row and appends to the log in one transaction; the log's counter is
 * always locked last, and rows in the order of their ids, so that no two transactions wait for each other.
 */
final class JdbcApiTokenStore implements ApiTokenStore {

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
    private final NamedSql endExpired;
    private final ApiTokenLookup lookup;
    private final ApiTokenChanges changes;

    JdbcApiTokenStore(Database database, SqlDialect dialect, JdbcRevocationLog log, InstantSource clock) {
        this.database = database;
        this.dialect = dialect;
        this.log = log;
        this.clock = clock;
        // Before names and places are given away: a clock that goes back must not find two of them.
        this.endExpired = Purge.endExpired("(owner = :owner OR resource = :resource)", "", dialect);
        this.lookup = new ApiTokenLookup(database, clock);
        this.changes = new ApiTokenChanges(database, dialect, log, clock);
    }

    @Override
    public JdbcRevocationLog revocationLog() {
        return log;
    }

    @Override
    public Insertion insert(StoredApiToken stored, Quota quota) {
        ApiToken apiToken = stored.apiToken();
        Values values = ApiTokenRow.values(stored).and("now", Micros.of(clock.instant()));
        return database.transaction("inserting an API token", connection -> {
            dialect.lockForInsertion(connection, apiToken.owner().id(), ApiTokenRow.resourceId(apiToken));
            endExpired.update(connection, values);
            return new ApiTokenInsertion(connection, values).insert(quota);
        });
    }

    @Override
    public @Nullable Found findByDigest(SecretDigest digest) {
        return lookup.findByDigest(digest);
    }

    @Override
    public Map<SecretDigest, Found> findByDigests(Set<SecretDigest> digests) {
        return lookup.findByDigests(digests);
    }

    @Override
    public @Nullable StoredApiToken find(String id) {
        return lookup.find(id);
    }

    @Override
    public ApiTokenPage list(ApiTokenQuery query) {
        return lookup.list(query);
    }

    @Override
    public Renaming rename(String id, String name) {
        StoredApiToken before = lookup.find(id);
        return before == null ? Renaming.UNKNOWN : changes.rename(before, name);
    }

    @Override
    public @Nullable ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
        return changes.changeRights(id, permission, scopes);
    }

    @Override
    public @Nullable ApiToken changeExpiry(String id, @Nullable Instant expiresAt) {
        return changes.changeExpiry(id, expiresAt);
    }

    @Override
    public Rotating rotate(String id, Rotation rotation) {
        return changes.rotate(id, rotation);
    }

    @Override
    public @Nullable ApiToken revokeFormer(SecretDigest former, Instant at) {
        return changes.revokeFormer(former, at);
    }

    @Override
    public @Nullable ApiToken revoke(String id, Instant at) {
        return changes.revoke(id, at);
    }

    @Override
    public void revokeAll(RevocationTarget target) {
        switch (target.level()) {
            case OWNER, RESOURCE, EVERYTHING -> {}
            case SIGNED_TOKEN, API_TOKEN, SESSION, SESSIONS_OF_OWNER ->
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
            Instant now = clock.instant();
            try (PreparedStatement batch =
                    NOTE_USE.prepare(connection, ApiTokenRow.key("", now).and("at", 0L))) {
                for (Map.Entry<String, Instant> use : new TreeMap<>(lastUses).entrySet()) {
                    NOTE_USE.bind(batch, ApiTokenRow.key(use.getKey(), now).and("at", Micros.of(use.getValue())));
                    batch.addBatch();
                }
                return batch.executeBatch();
            }
        });
    }
}
