package dev.faregate.demo.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.faregate.integration.jdbc.JdbcStores;
import dev.faregate.ratelimit.MonotonicClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One database, with a schema for each service. */
final class PostgresStorage implements Storage {

    private static final int CONNECTIONS = 5;
    private static final long LENDING_MILLIS = 2_000;

    private final DataFolder folder;
    private final @Nullable PostgresProcess server;
    private final String url;
    private final InstantSource clock;
    private final List<Runnable> closing = new ArrayList<>();

    private PostgresStorage(DataFolder folder, @Nullable PostgresProcess server, String url, InstantSource clock) {
        this.folder = folder;
        this.server = server;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public Stores of(String service) {
        String schema = "demo_" + service.replace('-', '_');
        HikariDataSource pool = pool(schema);
        closing.add(0, pool::close);
        createSchema(pool, schema);
        JdbcStores stores =
                JdbcStores.postgres(pool).clock(clock).createSchema().open();
        closing.add(0, stores::close);
        return new Stores(stores.apiTokens(), stores.sessions(), stores.buckets());
    }

    @Override
    public byte[] key(String name) {
        return folder.key(name);
    }

    @Override
    public String place() {
        return server == null
                ? "the given PostgreSQL, the keys in " + folder.path()
                : "PostgreSQL, in " + folder.path();
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        if (server != null) {
            server.close();
        }
        folder.close();
    }

    private HikariDataSource pool(String schema) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(schema);
        config.setSchema(schema);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LENDING_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static void createSchema(HikariDataSource pool, String schema) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the server does not let us in, or not work: " + failure.getMessage(), failure);
        }
    }

    /** {@code -Dstore=postgres}. */
    public static final class Kind implements StorageKind {

        @Override
        public String name() {
            return "postgres";
        }

        @Override
        public Storage open(StorageSettings settings, InstantSource clock, MonotonicClock ticker) {
            String url = settings.url();
            if (url != null && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "store.url: no address of a PostgreSQL (expected: jdbc:postgresql://host/database?user=…)");
            }
            return url == null
                    ? started(DataFolder.own(settings.folder()), clock)
                    : new PostgresStorage(DataFolder.shared(settings.folder()), null, url, clock);
        }

        private static Storage started(DataFolder folder, InstantSource clock) {
            try {
                PostgresProcess server = PostgresProcess.start(folder);
                return new PostgresStorage(folder, server, server.url(), clock);
            } catch (RuntimeException failed) {
                folder.close();
                throw failed;
            }
        }
    }
}
