package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/** The schema's scripts, run by Flyway from where they lie in the jar. */
class FlywayTest {

    private static void migrate(DataSource database, String folder) {
        Flyway flyway = Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/faregate/schema/" + folder)
                .load();
        flyway.migrate();
        assertThat(flyway.info().applied()).extracting(MigrationInfo::getScript).containsExactly("V1__faregate.sql");
    }

    private static void assertUsable(JdbcStoresBuilder settings) {
        settings.checkSchema();
        try (Node node = Node.open(settings)) {
            assertThat(node.faregate()
                            .tokenIssuer()
                            .authenticate(node.issue("export").secret()))
                    .isInstanceOf(Verification.Accepted.class);
        }
    }

    @Test
    void postgresMigratedByFlywayIsTaken() {
        DataSource database = TestPostgres.dataSource(TestPostgres.newDatabase(""));
        migrate(database, "postgresql");
        assertUsable(JdbcStores.postgres(database));
    }

    @Test
    void sqliteMigratedByFlywayIsTaken() throws IOException {
        Path file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".db");
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        migrate(database, "sqlite");
        assertUsable(JdbcStores.sqlite(file));
    }
}
