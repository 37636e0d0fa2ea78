package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenStore.Renaming;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes the row of one live API token, each time in one transaction that locks it. What takes a right away is appended to the
 * log in the same transaction, and known on this node when it is committed. Safe for use by many threads.
 */
final class ApiTokenChanges {

    private static final NamedSql RENAME = NamedSql.of("UPDATE faregate_api_token SET name = :name WHERE id = :id");

    private static final NamedSql UPDATE_RIGHTS =
            NamedSql.of("UPDATE faregate_api_token SET permission = :permission, scopes = :scopes WHERE id = :id");

    private static final NamedSql ROTATE = NamedSql.of("""
            UPDATE faregate_api_token AS t SET previous_digest = digest, previous_until = :until, digest = :next,
              sealed_secret = :sealed
            WHERE id = :id AND\s""" + ApiTokenRow.LIVE);

    private static final NamedSql REVOKE = NamedSql.of("UPDATE faregate_api_token SET revoked_at = :at WHERE id = :id");

    private final Database database;
    private final SqlDialect dialect;
    private final JdbcRevocationLog log;
    private final InstantSource clock;
    private final NamedSql byIdForUpdate;

    ApiTokenChanges(Database database, SqlDialect dialect, JdbcRevocationLog log, InstantSource clock) {
        this.database = database;
        this.dialect = dialect;
        this.log = log;
        this.clock = clock;
        this.byIdForUpdate =
                NamedSql.of(ApiTokenRow.SELECT + "t.id = :id AND " + ApiTokenRow.LIVE + dialect.forUpdate());
    }

    Renaming rename(StoredApiToken before, String name) {
        ApiToken facts = before.apiToken();
        return database.transaction("renaming an API token", connection -> {
            // Before the row, as an insertion does.
            dialect.lockForInsertion(connection, facts.owner().id(), ApiTokenRow.resourceId(facts));
            ApiTokenRow live = lockedLive(connection, facts.id()).orElse(null);
            if (live == null) {
                return Renaming.UNKNOWN;
            }
            if (live.apiToken().name().equals(name)) {
                return Renaming.RENAMED;
            }
            Values values = ApiTokenRow.values(live.stored()).and("name", name).and("now", Micros.of(clock.instant()));
            if (new ApiTokenInsertion(connection, values).nameTaken()) {
                return Renaming.NAME_TAKEN;
            }
            RENAME.update(connection, values);
            return Renaming.RENAMED;
        });
    }

    @Nullable
    ApiToken changeRights(String id, @Nullable Permission permission, @Nullable Scopes scopes) {
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

    boolean rotate(String id, SecretDigest next, @Nullable String sealedSecret, Instant previousUntil) {
        return changed("rotating an API token", id, (connection, before) -> {
                    ROTATE.update(
                            connection,
                            ApiTokenRow.key(id, clock.instant())
                                    .and("next", next.text())
                                    .and("sealed", sealedSecret)
                                    .and("until", Micros.of(previousUntil)));
                    boolean atOnce = !clock.instant().isBefore(previousUntil);
                    return new Change(before, atOnce ? log.append(connection, RevocationTarget.apiToken(id)) : null);
                })
                != null;
    }

    @Nullable
    ApiToken revoke(String id, Instant at) {
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
                    ApiTokenRow live = lockedLive(connection, id).orElse(null);
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

    private Optional<ApiTokenRow> lockedLive(Connection connection, String id) throws SQLException {
        return byIdForUpdate.first(connection, ApiTokenRow.key(id, clock.instant()), ApiTokenRow::read);
    }

    /** Changes the row of a live API token, which the transaction holds. */
    private interface Changing {
        Change change(Connection connection, ApiToken before) throws SQLException;
    }

    private record Change(ApiToken apiToken, @Nullable Revocation entry) {}
}
