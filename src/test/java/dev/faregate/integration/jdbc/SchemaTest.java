package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.identity.StoreUnavailableException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** What is said at the start where a database will not do. */
class SchemaTest {

    private static DataSource newDatabase(String options) {
        return TestPostgres.dataSource(TestPostgres.newDatabase(options));
    }

    @Test
    void missingSchemaIsSaidAtTheStart() {
        DataSource empty = newDatabase("");
        assertThatThrownBy(() -> JdbcStores.postgres(empty).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "schema: missing (expected: version 1; run /dev/faregate/schema/postgresql/V1__faregate.sql from"
                                + " the jar, or call createSchema())");
    }

    @Test
    void schemaIsCreatedOnceAndThenChecked() {
        DataSource database = newDatabase("");
        JdbcStores.postgres(database).createSchema().createSchema().checkSchema();
        try (JdbcStores stores = JdbcStores.postgres(database).open()) {
            assertThat(stores.revocationLog().position().sequence()).isZero();
        }
    }

    @Test
    void nodesThatCreateTheSchemaAtOnceDoNotFail() throws Exception {
        DataSource database = newDatabase("");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Object> creation = () -> JdbcStores.postgres(database).createSchema();
            for (Future<Object> each : threads.invokeAll(Collections.nCopies(4, creation))) {
                assertThat(each.get()).isNotNull();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void newerSchemaIsSaidAtTheStart() {
        DataSource database = newDatabase("");
        JdbcStores.postgres(database).createSchema();
        TestPostgres.execute(database, "INSERT INTO faregate_schema VALUES (2)");
        assertThatThrownBy(() -> JdbcStores.postgres(database).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("schema: version 2 (expected: 1; use a newer Faregate)");
    }

    @Test
    void olderSchemaIsSaidAtTheStart() {
        DataSource database = newDatabase("");
        JdbcStores.postgres(database).createSchema();
        TestPostgres.execute(database, "UPDATE faregate_schema SET version = 0");
        assertThatThrownBy(() -> JdbcStores.postgres(database).checkSchema())
                .hasMessage("schema: version 0 (expected: 1; run the newer scripts)");
    }

    @Test
    void schemaIsFoundThroughTheSearchPath() {
        PGSimpleDataSource database = TestPostgres.dataSource(TestPostgres.newDatabase(""));
        TestPostgres.execute(database, "CREATE SCHEMA tokens");
        database.setCurrentSchema("tokens");
        JdbcStores.postgres(database).createSchema().checkSchema();
        database.setCurrentSchema("public");
        assertThatThrownBy(() -> JdbcStores.postgres(database).checkSchema()).hasMessageContaining("schema: missing");
    }

    @Test
    void databaseThatIsNotInUtf8IsRefused() {
        DataSource latin = newDatabase("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        assertThatThrownBy(() -> JdbcStores.postgres(latin).createSchema())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("server_encoding: LATIN1 (expected: UTF8)");
    }

    @Test
    void anotherDatabaseIsNamed() {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite::memory:");
        assertThatThrownBy(() -> JdbcStores.postgres(sqlite).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("database: SQLite (expected: PostgreSQL)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pg_is_in_recovery() RETURNS boolean | true | PostgreSQL: a standby server (expected: the primary)",
                "current_setting(name text) RETURNS text"
                        + " | CASE name WHEN 'server_version_num' THEN '120022' ELSE pg_catalog.current_setting(name) END"
                        + " | PostgreSQL: 120022 (expected: >= 130000)"
            })
    void serverThatSaysItWillNotDoIsNamed(String function, String answer, String message) {
        PGSimpleDataSource database = TestPostgres.dataSource(TestPostgres.newDatabase(""));
        TestPostgres.execute(
                database,
                "CREATE SCHEMA claims",
                "CREATE FUNCTION claims." + function + " LANGUAGE sql AS $$SELECT " + answer + "$$");
        database.setCurrentSchema("claims,pg_catalog");
        assertThatThrownBy(() -> JdbcStores.postgres(database).checkSchema())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void anotherIsolationIsRefused() {
        String name = TestPostgres.newDatabase("");
        DataSource database = TestPostgres.dataSource(name);
        TestPostgres.execute(
                database, "ALTER DATABASE " + name + " SET default_transaction_isolation = 'serializable'");
        assertThatThrownBy(() -> JdbcStores.postgres(database).createSchema())
                .hasMessage("default_transaction_isolation: serializable (expected: read committed)");
    }

    @Test
    void databaseThatIsNotThereIsUnavailable() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"localhost"});
        nowhere.setPortNumbers(new int[] {1});
        assertThatThrownBy(() -> JdbcStores.postgres(nowhere).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("checking the schema: the database failed (SQL state 08001)");
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        JdbcStoresBuilder settings = JdbcStores.sqlite(Path.of("target", "never.db"));
        assertThatThrownBy(() -> settings.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout: PT0S (expected: PT0.001S to PT10M)");
        assertThatThrownBy(() -> settings.retention(Duration.ofDays(40_000)))
                .hasMessage("retention: PT960000H (expected: PT0.001S to PT876000H)");
    }

    @Test
    void fileInAFolderThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> JdbcStores.sqlite(Path.of("target", "no folder", "x.db"))
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(expected: in a folder that is there)");
    }

    @Test
    void missingDriverIsSaidAtTheStart() throws Exception {
        List<URL> withoutDriver = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("sqlite-jdbc")) {
                withoutDriver.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader service =
                new URLClassLoader(withoutDriver.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> stores = service.loadClass(JdbcStores.class.getName());
            Object builder =
                    stores.getMethod("sqlite", Path.class).invoke(null, Path.of("target", UUID.randomUUID() + ".db"));
            Method open = builder.getClass().getMethod("open");
            assertThatThrownBy(() -> open.invoke(builder))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("driver for jdbc:sqlite: none (expected: org.xerial:sqlite-jdbc beside Faregate)");
        }
    }

    @Test
    void fileThatIsNoDatabaseIsUnavailableAndLeftAlone() throws IOException {
        Path file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".txt");
        List<String> text = Collections.nCopies(200, "This is no database.");
        Files.write(file, text);
        assertThatThrownBy(() -> JdbcStores.sqlite(file).open()).isInstanceOf(StoreUnavailableException.class);
        assertThat(Files.readAllLines(file)).isEqualTo(text);
    }

    @Test
    void newerFileIsSaidAtTheStart() throws Exception {
        Path file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".db");
        JdbcStores.sqlite(file).open().close();
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO faregate_schema VALUES (7)");
        }
        assertThatThrownBy(() -> JdbcStores.sqlite(file).open()).hasMessageContaining("schema: version 7 (expected: 1");
    }
}
