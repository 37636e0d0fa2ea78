package dev.faregate.integration.jdbc;

import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.LogFollowers;
import dev.faregate.revocation.LogFreshness;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.LogReadings;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log in the database, and how far this process has followed it. */
final class JdbcRevocationLog implements RevocationLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcRevocationLog.class);
    private static final String FOLLOWING = "following the revocation log";
    private static final int CHUNK = 10_000;

    private final Database database;
    private final SqlDialect dialect;
    private final InstantSource clock;
    private final LogFreshness freshness;
    private final Duration retention;
    private final LogReadings readings;
    private final LogFollowers followers = new LogFollowers();
    private volatile LogPosition position;

    JdbcRevocationLog(Database database, SqlDialect dialect, JdbcStoresBuilder settings) {
        this.database = database;
        this.dialect = dialect;
        this.clock = settings.clock;
        this.freshness = settings.freshness();
        this.retention = settings.retention;
        this.readings = new LogReadings(freshness, Duration.ofMillis(settings.timeoutMillis()));
        LogNews start = database.single(
                "reading the revocation log", connection -> LogNews.after(Long.MAX_VALUE, 1, connection));
        this.position = new LogPosition(start.logId(), start.newest());
    }

    @Override
    public LogPosition position() {
        return position;
    }

    @Override
    public Revocation append(RevocationTarget target) {
        StorableText.require("revocation target", target.id());
        Revocation entry =
                database.transaction("appending to the revocation log", connection -> append(connection, target));
        know(entry);
        return entry;
    }

    /** Appends in a transaction that the caller has begun. {@link #know} is to be called once that is committed. */
    Revocation append(Connection connection, RevocationTarget target) throws SQLException {
        Instant now = clock.instant();
        Values values = Values.of("level", target.level().name())
                .and("target", target.id())
                .and("at", Micros.of(now));
        return new Revocation(dialect.append(connection, values), target, now);
    }

    /** Makes sure that followers know an entry of this process before its caller goes on; fails if that takes too long. */
    void know(Revocation entry) {
        readings.alone(() -> {
            if (entry.sequence() == position.sequence() + 1) {
                tell(entry);
            }
        });
        // Where this process stands above it, either a reading has told it already, or the log was restored and has
        // gone back.
        if (position.sequence() != entry.sequence()) {
            refresh();
        }
    }

    @Override
    public List<Revocation> after(long sequence) {
        return database.single(
                "reading the revocation log",
                connection ->
                        LogNews.after(sequence, Integer.MAX_VALUE, connection).entries());
    }

    @Override
    public Duration retention() {
        return retention;
    }

    @Override
    public void follow(Follower follower) {
        readings.alone(() -> {
            long known = position.sequence();
            List<Revocation> kept =
                    after(0).stream().filter(entry -> entry.sequence() <= known).toList();
            long missed = kept.isEmpty() ? known : kept.get(0).sequence() - 1;
            if (missed > 0) {
                follower.missed(missed);
            }
            kept.forEach(follower::learn);
            followers.add(follower);
        });
    }

    @Override
    public LogPosition catchUp(long sequence) {
        if (position.sequence() < sequence) {
            refresh();
        }
        return position;
    }

    /** Reads what is new. */
    void refresh() {
        readings.share(() -> readAll(work -> database.single(FOLLOWING, work)));
    }

    /** Reads what is new over a connection of the caller's own. */
    void refresh(Connection connection) {
        readings.read(() -> readAll(work -> {
            try {
                return work.run(connection);
            } catch (SQLException failure) {
                throw Database.unavailable(FOLLOWING, failure);
            }
        }));
    }

    @Override
    public boolean isCurrent() {
        return freshness.isFresh() || freshness.asks(this::refresh);
    }

    private LogPosition readAll(Function<SqlWork<LogNews>, LogNews> reader) {
        int count;
        do {
            LogNews news = reader.apply(connection -> newsOrRenewal(connection, position));
            take(news);
            count = news.entries().size();
        } while (count == CHUNK);
        return position;
    }

    private LogNews newsOrRenewal(Connection connection, LogPosition known) throws SQLException {
        LogNews news = LogNews.after(known.sequence(), CHUNK, connection);
        if (!news.isBehind(known)) {
            return news;
        }
        // The numbers above were given before, to entries that are gone: what carries them must not be believed.
        LOGGER.error(
                "The revocation log stands at {}, though it has reached {}: a backup was restored. It goes on as another log;"
                        + " base tokens and sessions end.",
                news.newest(),
                known.sequence());
        LogNews.renew(known, connection);
        return LogNews.after(known.sequence(), CHUNK, connection);
    }

    private void take(LogNews news) {
        LogPosition known = position;
        if (!news.logId().equals(known.logId())) {
            // Another log: what it has said is in no number's order with what was said before.
            followers.missed(news.newest());
            position = new LogPosition(news.logId(), news.newest());
            return;
        }
        for (Revocation entry : news.entries()) {
            if (entry.sequence() > position.sequence() + 1) {
                miss(entry.sequence() - 1);
            }
            tell(entry);
        }
        if (news.entries().size() < CHUNK && news.newest() > position.sequence()) {
            miss(news.newest());
        }
    }

    private void miss(long through) {
        LOGGER.warn("Revocations {} to {} were purged before they were read.", position.sequence() + 1, through);
        followers.missed(through);
        position = new LogPosition(position.logId(), through);
    }

    private void tell(Revocation entry) {
        followers.tell(entry, () -> position = new LogPosition(position.logId(), entry.sequence()));
    }
}
