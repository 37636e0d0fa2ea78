package dev.faregate.integration.jdbc;

import dev.faregate.exchange.Session;
import dev.faregate.exchange.SessionStore;
import dev.faregate.exchange.StoredSession;
import dev.faregate.identity.Owner;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions in a table. The update of a row is what makes a use the first. */
final class JdbcSessionStore implements SessionStore {

    private static final NamedSql BEGIN = NamedSql.of("""
            INSERT INTO faregate_session (id, owner, signed_in_at, next_number, until, log_id, log_sequence)
            VALUES (:id, :owner, :signed_in_at, 0, :until, :log_id, :log_sequence)""");

    private static final NamedSql OVER = NamedSql.of("""
            SELECT id FROM (
              SELECT id, signed_in_at FROM faregate_session
              WHERE owner = :owner AND until > :now AND id <> :id
              ORDER BY signed_in_at DESC, id DESC LIMIT 2147483647 OFFSET :others) AS oldest
            ORDER BY signed_in_at, id LIMIT :most_over""");

    private static final NamedSql ADVANCE = NamedSql.of("""
            UPDATE faregate_session
            SET next_number = next_number + 1, refreshed_at = :at, until = :until, log_id = :log_id, log_sequence = :log_sequence
            WHERE id = :id AND owner = :owner AND next_number = :number AND until > :now""");

    private static final NamedSql USED = NamedSql.of("""
            SELECT next_number, refreshed_at FROM faregate_session
            WHERE id = :id AND owner = :owner AND until > :now""");

    private static final NamedSql LIST = NamedSql.of("""
            SELECT id, signed_in_at, refreshed_at, until, log_id, log_sequence FROM faregate_session
            WHERE owner = :owner AND until > :now
            ORDER BY signed_in_at DESC, id DESC LIMIT :most_listed""");

    private static final NamedSql END = NamedSql.of("DELETE FROM faregate_session WHERE id = :id AND owner = :owner");

    private final Database database;
    private final SqlDialect dialect;
    private final InstantSource clock;

    JdbcSessionStore(Database database, SqlDialect dialect, InstantSource clock) {
        this.database = database;
        this.dialect = dialect;
        this.clock = clock;
    }

    /** What is known of the use of refresh tokens. */
    private record Used(long next, @Nullable Instant lastAt) {

        private static Used read(ResultSet row) throws SQLException {
            return new Used(row.getLong("next_number"), Micros.readNullable(row, "refreshed_at"));
        }

        private Advance outcome(Use use, Duration reuse) {
            if (use.number() >= next) {
                return new Advance.Unknown();
            }
            if (use.number() != next - 1 || lastAt == null || reuse.isZero()) {
                return new Advance.Reused();
            }
            boolean repeated = Duration.between(lastAt, use.at()).abs().compareTo(reuse) <= 0;
            return repeated ? new Advance.Repeated(lastAt) : new Advance.Reused();
        }
    }

    @Override
    public List<String> begin(StoredSession stored, int most) {
        Session session = stored.session();
        Values values = position(key(session.owner(), session.id()), stored.signedAt())
                .and("signed_in_at", Micros.of(session.signedInAt()))
                .and("until", Micros.of(session.expiresAt()))
                .and("others", most - 1L)
                .and("most_over", (long) MOST_OVER);
        return database.transaction("beginning a session", connection -> {
            // Two that begin at once would not see each other.
            dialect.lockForInsertion(connection, session.owner().id(), null);
            BEGIN.update(connection, values);
            return OVER.list(connection, values, row -> row.getString("id"));
        });
    }

    @Override
    public Advance advance(Use use, Duration reuse) {
        Values values = position(key(use.owner(), use.sessionId()), use.signedAt())
                .and("number", use.number())
                .and("at", Micros.of(use.at()))
                .and("until", Micros.of(use.until()));
        return database.single("advancing a session", connection -> {
            if (ADVANCE.update(connection, values) == 1) {
                return new Advance.Advanced();
            }
            Optional<Used> used = USED.first(connection, values, Used::read);
            return used.isEmpty() ? new Advance.Unknown() : used.get().outcome(use, reuse);
        });
    }

    @Override
    public List<StoredSession> list(Owner owner) {
        Values values = key(owner, "").and("most_listed", (long) MOST_LISTED);
        return database.single(
                "listing sessions", connection -> LIST.list(connection, values, row -> read(owner, row)));
    }

    @Override
    public void end(Owner owner, String sessionId) {
        database.single("ending a session", connection -> END.update(connection, key(owner, sessionId)));
    }

    private Values key(Owner owner, String sessionId) {
        return Values.of("owner", owner.id()).and("id", sessionId).and("now", Micros.of(clock.instant()));
    }

    private static Values position(Values values, LogPosition signedAt) {
        return values.and("log_id", signedAt.logId()).and("log_sequence", signedAt.sequence());
    }

    private static StoredSession read(Owner owner, ResultSet row) throws SQLException {
        Session session = new Session(
                row.getString("id"),
                owner,
                Micros.read(row, "signed_in_at"),
                Micros.readNullable(row, "refreshed_at"),
                Micros.read(row, "until"));
        return new StoredSession(session, new LogPosition(row.getString("log_id"), row.getLong("log_sequence")));
    }
}
