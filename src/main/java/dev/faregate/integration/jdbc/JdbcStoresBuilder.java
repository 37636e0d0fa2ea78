package dev.faregate.integration.jdbc;

import dev.faregate.revocation.LogFreshness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts {@link JdbcStores} together. Not safe for use by many threads. */
public final class JdbcStoresBuilder {

    private static final Duration LONGEST_TIME = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    private final @Nullable DataSource dataSource;
    private final @Nullable Path file;
    private final ReentrantLock fileLock = new ReentrantLock();

    InstantSource clock = InstantSource.system();
    Duration retention = Duration.ofDays(90);
    private Duration timeout = Duration.ofSeconds(2);
    private Duration pollInterval;
    private Duration maxStaleness = Duration.ofSeconds(10);
    private boolean askWhenStale = true;
    private boolean listening = true;
    private LongSupplier nanos = System::nanoTime;
    private @Nullable SqlDialect dialect;

    JdbcStoresBuilder(@Nullable DataSource dataSource, @Nullable Path file) {
        this.dataSource = dataSource;
        this.file = file;
        this.pollInterval = file == null ? Duration.ofSeconds(1) : Duration.ofMillis(50);
    }

    /**
     * How long a call may take, on the socket or for the file's lock; by default 2 seconds. A connection that takes longer is closed.
     * Rate limits are best given a deadline of their own before this.
     *
     * @param longest a millisecond to ten minutes
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public JdbcStoresBuilder timeout(Duration longest) {
        this.timeout = checked("timeout", longest, LONGEST_TIME);
        return this;
    }

    /**
     * How often the revocation log is read where nobody says that there is something new; by default each second in PostgreSQL, as
     * {@code LISTEN} tells at once, and each 50 milliseconds in SQLite, where nothing does.
     *
     * @param interval a millisecond to ten minutes
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public JdbcStoresBuilder pollInterval(Duration interval) {
        this.pollInterval = checked("poll interval", interval, LONGEST_TIME);
        return this;
    }

    /**
     * How long the database may be silent before base tokens and sessions are believed no more; by default 10 seconds.
     * The time is that of a clock which stands still while a machine is suspended: after waking, up to one poll may pass before
     * it is known what was revoked meanwhile.
     *
     * @param longest a millisecond to ten minutes; well above the poll interval
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public JdbcStoresBuilder maxStaleness(Duration longest) {
        this.maxStaleness = checked("max staleness", longest, LONGEST_TIME);
        return this;
    }

    /**
     * Where the database was silent for too long, refuses at once to judge base tokens and sessions. By default it is asked first,
     * by one caller at a time, and for the poll interval no more after it has failed to answer.
     *
     * @return this builder
     */
    public JdbcStoresBuilder refuseWhenStale() {
        this.askWhenStale = false;
        return this;
    }

    /**
     * How long revocations are kept, and API tokens and secrets that have expired, were revoked or replaced; by default 90 days. So long
     * a client that goes on using one is told apart from one that tries secrets at random. At least the longest life of base tokens,
     * sessions and refresh tokens, else {@code FaregateBuilder.build()} refuses: what was signed before a revocation that is gone
     * would be, too.
     *
     * @param time a millisecond to a hundred years
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public JdbcStoresBuilder retention(Duration time) {
        this.retention = checked("retention", time, LONGEST_RETENTION);
        return this;
    }

    /**
     * The time that lives are measured by, as for {@link dev.faregate.FaregateBuilder#clock}; by default the system's. Buckets in PostgreSQL
     * go by the server's time, those in SQLite by this.
     *
     * @param time the clock
     * @return this builder
     */
    public JdbcStoresBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Hears no notifications. */
    JdbcStoresBuilder deaf() {
        this.listening = false;
        return this;
    }

    /** Measures silence by another clock. */
    JdbcStoresBuilder nanos(LongSupplier ticker) {
        this.nanos = ticker;
        return this;
    }

    /** Speaks another dialect. */
    JdbcStoresBuilder dialect(SqlDialect other) {
        this.dialect = other;
        return this;
    }

    /**
     * Creates the tables now, if there are none: the same that the scripts in {@code dev/faregate/schema} create, which Flyway can
     * run instead. Checks them if there are.
     *
     * @return this builder
     * @throws IllegalStateException if they are of another version, or the server will not do; the message says what is expected
     * @throws dev.faregate.identity.StoreUnavailableException if the database does not answer
     */
    public JdbcStoresBuilder createSchema() {
        try (Database database = tokens()) {
            new Schema(database, dialect()).create();
        }
        return this;
    }

    /**
     * Checks the server and the tables now.
     *
     * @return this builder
     * @throws IllegalStateException if there are none, or they are of another version, or the server will not do; the message says
     *     what is expected
     * @throws dev.faregate.identity.StoreUnavailableException if the database does not answer
     */
    public JdbcStoresBuilder checkSchema() {
        try (Database database = tokens()) {
            new Schema(database, dialect()).check();
        }
        return this;
    }

    /**
     * Checks the schema, creates it where it is missing in a file of SQLite, and begins to follow the revocation log.
     *
     * @return the stores
     * @throws IllegalStateException if the tables are missing or of another version, or the server or the driver will not do
     * @throws dev.faregate.identity.StoreUnavailableException if the database does not answer
     */
    public JdbcStores open() {
        if (file == null) {
            checkSchema();
        } else {
            createSchema();
        }
        Database tokens = tokens();
        Database buckets = file == null ? tokens : sqlite(file, "NORMAL");
        return new JdbcStores(this, tokens, buckets, signal());
    }

    SqlDialect dialect() {
        if (dialect == null) {
            dialect = file == null ? new PostgresDialect() : new SqliteDialect(clock);
        }
        return dialect;
    }

    LogFreshness freshness() {
        return new LogFreshness(nanos, maxStaleness, pollInterval, askWhenStale);
    }

    int timeoutMillis() {
        return Math.toIntExact(timeout.toMillis());
    }

    private Database tokens() {
        return dataSource != null
                ? new DataSourceDatabase(dataSource, timeoutMillis())
                : sqlite(Objects.requireNonNull(file), "FULL");
    }

    private Database sqlite(Path path, String synchronous) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalStateException("SQLite file: " + path + " (expected: in a folder that is there)");
        }
        return SqliteConnection.open(path, fileLock, timeoutMillis(), synchronous);
    }

    private LogSignal signal() {
        return dataSource != null && listening && ListeningSignal.works(dataSource)
                ? new ListeningSignal(dataSource, Math.toIntExact(pollInterval.toMillis()), timeoutMillis())
                : LogSignal.polling(pollInterval.toMillis());
    }

    private static Duration checked(String what, Duration time, Duration longest) {
        if (time.toMillis() < 1 || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException(what + ": " + time + " (expected: PT0.001S to " + longest + ")");
        }
        return time;
    }
}
