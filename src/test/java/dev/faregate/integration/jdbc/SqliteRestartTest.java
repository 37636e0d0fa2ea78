package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One file, through restarts and in two processes at once. */
class SqliteRestartTest {

    private Path file = Path.of("");

    @BeforeEach
    void newFile() throws IOException {
        file = Files.createDirectories(Path.of("target", "sqlite")).resolve(UUID.randomUUID() + ".db");
    }

    private Node open() {
        return Node.open(JdbcStores.sqlite(file).timeout(Duration.ofSeconds(20)));
    }

    @Test
    void everythingLivesOnAfterARestart() {
        Map<IssuedApiToken, String> baseTokens = new HashMap<>();
        IssuedApiToken revoked;
        String dead;
        String session;
        try (Node before = open()) {
            for (int i = 0; i < 20; i++) {
                IssuedApiToken apiToken = before.issue("export " + i);
                baseTokens.put(apiToken, before.exchange(apiToken));
            }
            revoked = before.issue("revoked");
            dead = before.exchange(revoked);
            before.revoke(revoked);
            session = before.faregate()
                    .sessionTokens()
                    .signIn(Node.ADA)
                    .orElseThrow()
                    .text();
            assertThat(before.faregate()
                            .rateLimiter()
                            .endpoint("GET /rows")
                            .take("ada", 5)
                            .allowed())
                    .isTrue();
        }
        try (Node after = open()) {
            baseTokens.forEach((apiToken, baseToken) -> {
                assertThat(after.rejection(baseToken)).isNull();
                assertThat(after.faregate().tokenIssuer().authenticate(apiToken.secret()))
                        .isInstanceOf(Verification.Accepted.class);
            });
            assertThat(after.rejection(dead)).isEqualTo(RejectionReason.REVOKED);
            assertThat(after.faregate().tokenIssuer().authenticate(revoked.secret()))
                    .isEqualTo(Verification.rejected(RejectionReason.REVOKED));
            assertThat(after.faregate().sessionTokens().verify(session)).isInstanceOf(Verification.Accepted.class);
            assertThat(after.faregate()
                            .tokenIssuer()
                            .list(ApiTokenQuery.ownedBy(Node.ADA))
                            .apiTokens())
                    .hasSize(20);
        }
    }

    @Test
    void whatOneProcessRevokesTheOtherLearns() {
        try (Node one = open();
                Node other = open()) {
            List<String> baseTokens = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                IssuedApiToken apiToken = one.issue("export " + i);
                baseTokens.add(other.exchange(apiToken));
                one.revoke(apiToken);
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            for (String baseToken : baseTokens) {
                while (other.rejection(baseToken) != RejectionReason.REVOKED) {
                    assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
                    Thread.onSpinWait();
                }
            }
        }
    }
}
