package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is cleared away, and what is not. */
@ParameterizedClass
@EnumSource
class PurgeTest {

    enum Kind {
        POSTGRES,
        SQLITE
    }

    private static final Owner ADA = Owner.of("ada");

    @Parameter
    Kind kind = Kind.SQLITE;

    private final MovableClock clock = new MovableClock();
    private TestDatabase database = TestDatabase.sqlite();
    private JdbcStores stores;

    @BeforeEach
    void open() {
        if (kind == Kind.POSTGRES) {
            database = TestDatabase.postgres();
        }
        database.empty();
        stores = database.builder(clock).retention(Duration.ofDays(30)).open();
    }

    @AfterEach
    void close() {
        stores.close();
        database.close();
    }

    @Test
    void oldRevocationsGoFromTheFrontAndFollowersAreTold() {
        RevocationLog log = stores.revocationLog();
        database.execute(
                "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1500)"
                        + " INSERT INTO faregate_revocation (sequence, level, target, at)"
                        + " SELECT n, 'API_TOKEN', 'old ' || n, " + Micros.of(clock.instant()) + " FROM numbers",
                "UPDATE faregate_log SET sequence = 1500");
        assertThat(log.catchUp(1_500).sequence()).isEqualTo(1_500);
        clock.advance(Duration.ofDays(31));
        log.append(RevocationTarget.apiToken("new"));
        assertThat(stores.purge()).isEqualTo(1_500);
        assertThat(log.after(0)).extracting(Revocation::sequence).containsExactly(1_501L);
        List<Long> missed = new ArrayList<>();
        List<Long> learnt = new ArrayList<>();
        log.follow(new RevocationLog.Follower() {
            @Override
            public void learn(Revocation entry) {
                learnt.add(entry.sequence());
            }

            @Override
            public void missed(long through) {
                missed.add(through);
            }
        });
        assertThat(missed).containsExactly(1_500L);
        assertThat(learnt).containsExactly(1_501L);
        clock.advance(Duration.ofDays(31));
        assertThat(stores.purge()).isEqualTo(1);
        assertThat(log.append(RevocationTarget.apiToken("next")).sequence()).isEqualTo(1_502);
    }

    @Test
    void expiredAndLongRevokedApiTokensAndSessionsGoAndLiveOnesStay() {
        TokenIssuer issuer =
                TokenIssuer.builder(stores.apiTokens()).clock(clock).build();
        issuer.issue(ApiTokenRequest.of("live", ADA, Permission.READ)).orElseThrow();
        issuer.issue(ApiTokenRequest.of("brief", ADA, Permission.READ)
                        .expiringAt(clock.instant().plusSeconds(60)))
                .orElseThrow();
        String revoked = issuer.issue(ApiTokenRequest.of("revoked", ADA, Permission.READ))
                .orElseThrow()
                .apiToken()
                .id();
        issuer.revoke(revoked);
        stores.sessions().begin("brief", clock.instant().plusSeconds(60));
        stores.sessions().begin("long", clock.instant().plus(Duration.ofDays(100)));
        assertThat(stores.purge()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(stores.purge()).isEqualTo(2);
        clock.advance(Duration.ofDays(31));
        // The revoked API token and its revocation.
        assertThat(stores.purge()).isEqualTo(2);
        assertThat(issuer.list(ApiTokenQuery.ownedBy(ADA)).apiTokens())
                .extracting(apiToken -> apiToken.name())
                .containsExactly("live");
    }
}
