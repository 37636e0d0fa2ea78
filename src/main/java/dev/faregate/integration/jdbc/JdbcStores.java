package dev.faregate.integration.jdbc;

import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.exchange.SessionStore;
import dev.faregate.ratelimit.BucketStore;
import dev.faregate.revocation.RevocationLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Stores for all ports in one database: for many machines in PostgreSQL, for one machine in a file by SQLite. Give them to {@link
 * dev.faregate.FaregateBuilder}, and close them when the service ends.
 *
 * <p>A thread follows the revocation log, so that each process knows what others revoke: in PostgreSQL by {@code LISTEN}, on one
 * connection of the data source that it keeps (with another driver than pgjdbc, by asking again and again), in SQLite by asking
 * again and again. Safe for use by many threads.
 *
 * <p>Every call is bounded: a database that does not answer in time is a {@link dev.faregate.identity.StoreUnavailableException}. Lending a
 * connection is for the pool to bound.
 */
public final class JdbcStores implements AutoCloseable {

    private final JdbcApiTokenStore apiTokens;
    private final SessionStore sessions;
    private final BucketStore buckets;
    private final Purge purge;
    private final LogFollower follower;
    private final List<Database> databases;

    JdbcStores(JdbcStoresBuilder settings, Database tokens, Database ofBuckets, LogSignal signal) {
        SqlDialect dialect = settings.dialect();
        this.databases = tokens.equals(ofBuckets) ? List.of(tokens) : List.of(ofBuckets, tokens);
        JdbcRevocationLog log = new JdbcRevocationLog(tokens, dialect, settings);
        this.apiTokens = new JdbcApiTokenStore(tokens, dialect, log, settings.clock);
        this.sessions = new JdbcSessionStore(tokens, dialect, settings.clock);
        this.buckets = new JdbcBucketStore(ofBuckets, dialect);
        this.purge = new Purge(tokens, ofBuckets, dialect, settings.clock, settings.retention);
        this.follower = new LogFollower(log, signal, purge);
        follower.start();
    }

    /**
     * Stores in PostgreSQL, 13 or later.
     *
     * @param dataSource lends connections to the primary server, pooled; their default isolation is {@code READ COMMITTED}
     * @return a builder with safe defaults
     */
    public static JdbcStoresBuilder postgres(DataSource dataSource) {
        return new JdbcStoresBuilder(Objects.requireNonNull(dataSource, "dataSource"), null);
    }

    /**
     * Stores in a file by SQLite, which is made if it is not there. Several processes of one machine may share it. What is
     * committed outlives a power failure, except for buckets, which then may be fuller than they were.
     *
     * @param file the file; not on a network's file system
     * @return a builder with safe defaults
     */
    public static JdbcStoresBuilder sqlite(Path file) {
        return new JdbcStoresBuilder(null, Objects.requireNonNull(file, "file"));
    }

    /**
     * API tokens, with the revocation log.
     *
     * @return the store
     */
    public ApiTokenStore apiTokens() {
        return apiTokens;
    }

    /**
     * The revocation log, the same that {@link #apiTokens} append to.
     *
     * @return the log
     */
    public RevocationLog revocationLog() {
        return apiTokens.revocationLog();
    }

    /**
     * Sessions.
     *
     * @return the store
     */
    public SessionStore sessions() {
        return sessions;
    }

    /**
     * Buckets.
     *
     * @return the store
     */
    public BucketStore buckets() {
        return buckets;
    }

    /**
     * Deletes at once what is over, which else happens every ten minutes: expired sessions, full buckets, and, after the
     * retention, revocations, API tokens that have expired or were revoked, and secrets that were replaced. Some rows at a time, and beside whatever else runs.
     *
     * @return how many rows
     */
    public long purge() {
        return purge.run();
    }

    /** Stops following the log, and closes what these stores have opened themselves. */
    @Override
    public void close() {
        follower.close();
        databases.forEach(Database::close);
    }
}
