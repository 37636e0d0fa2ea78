package dev.faregate.integration.jdbc;

import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.integration.jdbc.NamedSql.Values;
import dev.faregate.revocation.LogFollowers;
import dev.faregate.revocation.LogFreshness;
import dev.faregate.revocation.LogPosition;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in the database, and how far this process has followed it. Reading happens under a lock, by one thread at a time; those
 * who wait for it share what it found, if it began after they asked.
 */
final class JdbcRevocationLog implements RevocationLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcRevocationLog.class);
    private static final int CHUNK = 10_000;

    private final Database database;
    private final SqlDialect dialect;
    private final InstantSource clock;
    private final LogFreshness freshness;
    private final Duration retention;
    private final int timeoutMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final LogFollowers followers = new LogFollowers();
    private volatile LogPosition position;
    private volatile long begunReadings;
    private volatile long lastReading;

    JdbcRevocationLog(Database database, SqlDialect dialect, JdbcStoresBuilder settings) {
        this.database = database;
        this.dialect = dialect;
        this.clock = settings.clock;
        this.freshness = settings.freshness();
        this.retention = settings.retention;
        this.timeoutMillis = settings.timeoutMillis();
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
        lockInTime();
        try {
            if (entry.sequence() == position.sequence() + 1) {
                tell(entry);
                return;
            }
        } finally {
            lock.unlock();
        }
        catchUp(entry.sequence());
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
        lockInTime();
        try {
            long known = position.sequence();
            List<Revocation> kept =
                    after(0).stream().filter(entry -> entry.sequence() <= known).toList();
            long missed = kept.isEmpty() ? known : kept.get(0).sequence() - 1;
            if (missed > 0) {
                follower.missed(missed);
            }
            kept.forEach(follower::learn);
            followers.add(follower);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public LogPosition catchUp(long sequence) {
        if (position.sequence() < sequence) {
            long before = begunReadings;
            read(before, work -> database.single("following the revocation log", work));
        }
        return position;
    }

    /** Reads what is new over a connection of the caller's own. */
    void refresh(Connection connection) throws SQLException {
        lock.lock();
        try {
            readAll(work -> work.run(connection));
        } finally {
            lock.unlock();
        }
    }

    /** Reads what is new. */
    void refresh() {
        read(begunReadings, work -> database.single("following the revocation log", work));
    }

    @Override
    public boolean isCurrent() {
        return freshness.isFresh() || freshness.asks(this::refresh);
    }

    private void read(long begunBefore, Reader reader) {
        lockInTime();
        try {
            if (lastReading <= begunBefore) {
                readAll(reader);
            }
        } catch (SQLException failure) {
            throw Database.unavailable("following the revocation log", failure);
        } finally {
            lock.unlock();
        }
    }

    /** Whoever holds the lock waits for the database, or for a follower of this process. */
    private void lockInTime() {
        try {
            if (!lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(
                        "following the revocation log: no answer for " + timeoutMillis + " ms");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("following the revocation log: interrupted", interrupted);
        }
    }

    private void readAll(Reader reader) throws SQLException {
        long reading = begunReadings + 1;
        begunReadings = reading;
        long begun = freshness.now();
        int count;
        do {
            LogNews news = reader.read(connection -> newsOrRenewal(connection, position));
            take(news);
            count = news.entries().size();
        } while (count == CHUNK);
        lastReading = reading;
        freshness.heard(begun);
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

    /** Runs a reading over some connection. */
    private interface Reader {
        LogNews read(SqlWork<LogNews> work) throws SQLException;
    }
}
