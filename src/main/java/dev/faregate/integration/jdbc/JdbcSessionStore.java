package dev.faregate.integration.jdbc;

import dev.faregate.exchange.SessionStore;
import dev.faregate.integration.jdbc.NamedSql.Values;
import java.time.Instant;
import java.time.InstantSource;

/** Sessions in a table. The update of a row is what makes a use the first. */
final class JdbcSessionStore implements SessionStore {

    private static final NamedSql BEGIN =
            NamedSql.of("INSERT INTO faregate_session (id, next_number, until) VALUES (:id, 0, :until)");

    private static final NamedSql ADVANCE = NamedSql.of("""
            UPDATE faregate_session SET next_number = next_number + 1, until = :until
            WHERE id = :id AND next_number = :number AND until > :now""");

    private static final NamedSql NEXT =
            NamedSql.of("SELECT next_number FROM faregate_session WHERE id = :id AND until > :now");

    private static final NamedSql END = NamedSql.of("DELETE FROM faregate_session WHERE id = :id");

    private final Database database;
    private final InstantSource clock;

    JdbcSessionStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void begin(String sessionId, Instant until) {
        Values values = Values.of("id", sessionId).and("until", Micros.of(until));
        database.single("beginning a session", connection -> BEGIN.update(connection, values));
    }

    @Override
    public Advance advance(String sessionId, long number, Instant until) {
        Values values = Values.of("id", sessionId)
                .and("number", number)
                .and("until", Micros.of(until))
                .and("now", Micros.of(clock.instant()));
        return database.single("advancing a session", connection -> {
            if (ADVANCE.update(connection, values) == 1) {
                return Advance.ADVANCED;
            }
            long next = NEXT.first(connection, values, row -> row.getLong("next_number"))
                    .orElse(number);
            return number < next ? Advance.REUSED : Advance.UNKNOWN;
        });
    }

    @Override
    public void end(String sessionId) {
        database.single("ending a session", connection -> END.update(connection, Values.of("id", sessionId)));
    }
}
