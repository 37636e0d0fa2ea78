package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.jdbc.JdbcStores;
import dev.faregate.ratelimit.DecidedBy;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.ratelimit.StoreGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orderly end of a service. */
class CloseTest {

    private final MovableClock clock = new MovableClock();
    private final List<Runnable> later = new ArrayList<>();

    @TempDir
    private Path folder;

    private JdbcStores stores() {
        return JdbcStores.sqlite(folder.resolve("faregate.db")).open();
    }

    private Faregate over(JdbcStores stores) {
        return Faregate.builder()
                .clock(clock)
                .apiTokenStore(stores.apiTokens())
                .sessionStore(stores.sessions())
                .bucketStore(stores.buckets())
                .apiTokens(issuer -> issuer.lastUsesWrittenBy(later::add))
                .build();
    }

    private static IssuedApiToken issue(Faregate faregate) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                .orElseThrow();
    }

    @Test
    void useJustBeforeTheEndIsInTheStore() {
        String id;
        try (JdbcStores stores = stores();
                Faregate faregate = over(stores)) {
            IssuedApiToken issued = issue(faregate);
            id = issued.apiToken().id();
            faregate.tokenIssuer().authenticate(issued.secret()).orElseThrow();
            assertThat(faregate.tokenIssuer().find(id).orElseThrow().lastUsedAt())
                    .isNull();
        }
        try (JdbcStores stores = stores()) {
            assertThat(over(stores).tokenIssuer().find(id).orElseThrow().lastUsedAt())
                    .isEqualTo(clock.instant());
        }
    }

    @Test
    void closedInstallationStillAnswersAndNotesNoUse() {
        try (JdbcStores stores = stores()) {
            Faregate faregate = over(stores);
            IssuedApiToken issued = issue(faregate);
            faregate.tokenIssuer().authenticate(issued.secret()).orElseThrow();
            faregate.close();
            Instant before = clock.instant();
            clock.advance(Duration.ofHours(1));
            faregate.tokenIssuer().authenticate(issued.secret()).orElseThrow();
            faregate.close();
            later.forEach(Runnable::run);
            faregate.tokenIssuer().flushLastUses();
            assertThat(faregate.tokenIssuer()
                            .find(issued.apiToken().id())
                            .orElseThrow()
                            .lastUsedAt())
                    .isEqualTo(before);
        }
    }

    @Test
    void closedInstallationLimitsByItselfAndAsksTheStoreNoMore() {
        try (JdbcStores stores = stores()) {
            Faregate faregate = Faregate.builder()
                    .rateLimiter(RateLimiter.builder()
                            .store(stores.buckets(), StoreGuard.standard().deadline(Duration.ofSeconds(10)))
                            .build())
                    .build();
            assertThat(faregate.rateLimiter().take("GET /rows", "ada").decidedBy())
                    .isEqualTo(DecidedBy.STORE);
            faregate.close();
            assertThat(faregate.rateLimiter().take("GET /rows", "ada").decidedBy())
                    .isEqualTo(DecidedBy.LOCAL);
        }
    }
}
