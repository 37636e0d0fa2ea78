package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A file that another process writes to, and does not finish. */
class SqliteInUseTest {

    private static final int THREADS = 8;

    @Test
    void writersAreToldInTimeReadersAreAnsweredAndAllGoesOnAfterwards() throws Exception {
        Path file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".db");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Node node = Node.open(JdbcStores.sqlite(file).timeout(Duration.ofMillis(200)));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            IssuedApiToken before = node.issue("before");
            statement.execute("BEGIN IMMEDIATE");
            List<Future<IssuedApiToken>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "name " + i;
                writers.add(threads.submit(() -> node.issue(name)));
            }
            for (Future<IssuedApiToken> writer : writers) {
                assertThatThrownBy(() -> writer.get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(StoreUnavailableException.class)
                        .message()
                        .isIn(
                                "inserting an API token: the database failed (error 5)",
                                "inserting an API token: the file was in use for 200 ms");
            }
            assertThat(node.faregate().tokenIssuer().authenticate(before.secret()))
                    .isInstanceOf(Verification.Accepted.class);
            statement.execute("ROLLBACK");
            assertThat(node.faregate()
                            .tokenIssuer()
                            .authenticate(node.issue("name 0").secret()))
                    .isInstanceOf(Verification.Accepted.class);
        } finally {
            threads.shutdownNow();
        }
    }
}
