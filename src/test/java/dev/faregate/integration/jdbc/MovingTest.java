package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** From a file of SQLite to PostgreSQL: the rows are copied as they are. */
class MovingTest {

    private static final List<String> TABLES = List.of(
            "faregate_log", "faregate_revocation", "faregate_watermark", "faregate_api_token", "faregate_session");

    @Test
    void everyTokenGoesOnInPostgresAsItWasInSqlite() throws Exception {
        Path file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".db");
        DataSource database = TestPostgres.dataSource(TestPostgres.newDatabase(""));
        IssuedApiToken live;
        IssuedApiToken revoked;
        String liveBaseToken;
        String deadBaseToken;
        String session;
        try (Node before = Node.open(JdbcStores.sqlite(file))) {
            revoked = before.issue("revoked");
            deadBaseToken = before.exchange(revoked);
            before.revoke(revoked);
            live = before.issue("live");
            liveBaseToken = before.exchange(live);
            session = before.faregate()
                    .sessionTokens()
                    .signIn(Node.ADA)
                    .orElseThrow()
                    .text();
        }
        JdbcStores.postgres(database).createSchema();
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + file);
                Connection to = database.getConnection()) {
            for (String table : TABLES) {
                copy(table, from, to);
            }
        }
        try (Node after = Node.open(JdbcStores.postgres(database))) {
            var issuer = after.faregate().tokenIssuer();
            assertThat(issuer.authenticate(live.secret())).isInstanceOf(Verification.Accepted.class);
            assertThat(issuer.find(live.apiToken().id()).orElseThrow().createdAt())
                    .isEqualTo(live.apiToken().createdAt().truncatedTo(ChronoUnit.MICROS));
            assertThat(issuer.authenticate(revoked.secret())).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
            assertThat(after.rejection(liveBaseToken)).isNull();
            assertThat(after.rejection(deadBaseToken)).isEqualTo(RejectionReason.REVOKED);
            assertThat(after.faregate().sessionTokens().verify(session)).isInstanceOf(Verification.Accepted.class);
            after.revoke(live);
            assertThat(after.rejection(liveBaseToken)).isEqualTo(RejectionReason.REVOKED);
        }
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException {
        try (Statement select = from.createStatement();
                ResultSet rows = select.executeQuery("SELECT * FROM " + table);
                Statement empty = to.createStatement()) {
            empty.executeUpdate("DELETE FROM " + table);
            int columns = rows.getMetaData().getColumnCount();
            String names = "";
            for (int i = 1; i <= columns; i++) {
                names += (i == 1 ? "" : ", ") + rows.getMetaData().getColumnName(i);
            }
            try (PreparedStatement insert = to.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES ("
                    + String.join(", ", Collections.nCopies(columns, "?")) + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }
}
