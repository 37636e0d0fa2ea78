package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.ApiTokenStore.Renaming;
import dev.faregate.apitoken.ApiTokenStore.Rotating;
import dev.faregate.apitoken.Rotation;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.apitoken.StoredApiToken;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
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

    private static final NamedSql UPDATE_EXPIRY =
            NamedSql.of("UPDATE faregate_api_token SET expires_at = :expires_at WHERE id = :id");

    private static final NamedSql WORKING_FORMER = NamedSql.of("""
            SELECT count(*) AS working FROM faregate_former_secret
            WHERE api_token = :id AND ended IS NULL AND until > :now""");

    private static final NamedSql END_FORMER = NamedSql.of("""
            UPDATE faregate_former_secret SET ended = 'REPLACED', until = CASE WHEN until < :now THEN until ELSE :now END
            WHERE api_token = :id AND ended IS NULL""");

    private static final NamedSql KEEP_AS_FORMER = NamedSql.of("""
            INSERT INTO faregate_former_secret (digest, api_token, until, ended)
            SELECT digest, id, :until, :ended FROM faregate_api_token WHERE id = :id""");

    private static final NamedSql ROTATE = NamedSql.of(
            "UPDATE faregate_api_token SET digest = :next, sealed_secret = :sealed, expires_at = :expires_at WHERE id = :id");

    private static final NamedSql ID_OF_FORMER =
            NamedSql.of("SELECT api_token FROM faregate_former_secret WHERE digest = :digest");

    private static final NamedSql REVOKE_FORMER = NamedSql.of("""
            UPDATE faregate_former_secret SET ended = 'REVOKED', until = :at
            WHERE digest = :digest AND ended IS NULL AND until > :now""");

    private static final NamedSql REVOKE =
            NamedSql.of("UPDATE faregate_api_token SET revoked_at = :at, ended_at = :at WHERE id = :id");

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

    @Nullable
    ApiToken changeExpiry(String id, @Nullable Instant expiresAt) {
        return changed("changing the expiry of an API token", id, (connection, before) -> {
            ApiToken after = before.withExpiry(expiresAt);
            UPDATE_EXPIRY.update(connection, Values.of("id", id).and("expires_at", Micros.ofNullable(expiresAt)));
            return new Change(
                    after, after.expiresBefore(before) ? log.append(connection, RevocationTarget.apiToken(id)) : null);
        });
    }

    Rotating rotate(String id, Rotation rotation) {
        if (!StorableText.is(id)) {
            return Rotating.UNKNOWN;
        }
        Rotated rotated = database.transaction("rotating an API token", connection -> {
            ApiTokenRow live = lockedLive(connection, id).orElse(null);
            return live == null ? new Rotated(Rotating.UNKNOWN, null) : rotate(connection, live.apiToken(), rotation);
        });
        if (rotated.entry() != null) {
            log.know(rotated.entry());
        }
        return rotated.outcome();
    }

    private Rotated rotate(Connection connection, ApiToken before, Rotation rotation) throws SQLException {
        ApiToken after = rotation.expiry() == null
                ? before
                : before.withExpiry(rotation.expiry().at());
        Instant until = rotation.formerUntil();
        Instant now = clock.instant();
        Values values = ApiTokenRow.key(before.id(), now)
                .and("next", rotation.next().text())
                .and("sealed", rotation.sealedSecret())
                .and("expires_at", Micros.ofNullable(after.expiresAt()))
                .and("until", Micros.of(until == null ? now : until))
                .and("ended", until == null ? RejectionReason.REPLACED.name() : null);
        if (until == null) {
            END_FORMER.update(connection, values);
        } else if (WORKING_FORMER
                        .first(connection, values, row -> row.getLong("working"))
                        .orElseThrow()
                >= ApiTokenStore.MOST_FORMER_SECRETS) {
            return new Rotated(Rotating.TOO_MANY_SECRETS, null);
        }
        KEEP_AS_FORMER.update(connection, values);
        ROTATE.update(connection, values);
        boolean takesAway = until == null || after.expiresBefore(before);
        return new Rotated(
                Rotating.ROTATED, takesAway ? log.append(connection, RevocationTarget.apiToken(before.id())) : null);
    }

    @Nullable
    ApiToken revokeFormer(SecretDigest former, Instant at) {
        Values values =
                Values.of("digest", former.text()).and("at", Micros.of(at)).and("now", Micros.of(clock.instant()));
        String id = database.single(
                        "finding a former secret",
                        connection -> ID_OF_FORMER.first(connection, values, row -> row.getString("api_token")))
                .orElse(null);
        return id == null
                ? null
                : changed(
                        "revoking a former secret",
                        id,
                        (connection, before) -> REVOKE_FORMER.update(connection, values) == 0
                                ? null
                                : new Change(before, log.append(connection, RevocationTarget.apiToken(id))));
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
                            : Optional.ofNullable(changing.change(connection, live.apiToken()));
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

    /** Changes the row of a live API token, which the transaction holds; null if there is nothing to change. */
    private interface Changing {
        @Nullable
        Change change(Connection connection, ApiToken before) throws SQLException;
    }

    private record Rotated(Rotating outcome, @Nullable Revocation entry) {}

    private record Change(ApiToken apiToken, @Nullable Revocation entry) {}
}
