package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.exchange.StoredSessions;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
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
    void whatHasEndedGoesAfterTheRetentionAndWhatIsLiveStays() {
        TokenIssuer issuer =
                TokenIssuer.builder(stores.apiTokens()).clock(clock).build();
        IssuedApiToken live =
                issuer.issue(ApiTokenRequest.of("live", ADA, Permission.READ)).orElseThrow();
        IssuedApiToken brief = issuer.issue(ApiTokenRequest.of("brief", ADA, Permission.READ)
                        .expiringAt(clock.instant().plusSeconds(60)))
                .orElseThrow();
        IssuedApiToken revoked = issuer.issue(ApiTokenRequest.of("revoked", ADA, Permission.READ))
                .orElseThrow();
        issuer.rotate(live.id(), Duration.ofSeconds(60)).orElseThrow();
        issuer.rotate(revoked.id(), Duration.ofDays(365)).orElseThrow();
        issuer.revoke(revoked.id());
        stores.sessions().begin(StoredSessions.of(ADA, "brief", clock.instant().plusSeconds(60)), 10);
        stores.sessions().begin(StoredSessions.of(ADA, "long", clock.instant().plus(Duration.ofDays(100))), 10);
        assertThat(stores.purge()).isZero();
        clock.advance(Duration.ofMinutes(1));
        // The session.
        assertThat(stores.purge()).isEqualTo(1);
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        // The API token that was revoked a minute before the other expired, its former secret and its revocation.
        assertThat(stores.purge()).isEqualTo(3);
        assertThat(issuer.authenticate(revoked.secret())).isEqualTo(Verification.rejected(RejectionReason.UNKNOWN));
        assertThat(issuer.authenticate(brief.secret())).isEqualTo(Verification.rejected(RejectionReason.EXPIRED));
        assertThat(issuer.authenticate(live.secret())).isEqualTo(Verification.rejected(RejectionReason.REPLACED));
        clock.advance(Duration.ofSeconds(2));
        // The API token that has expired, and the former secret of the live one.
        assertThat(stores.purge()).isEqualTo(2);
        assertThat(issuer.authenticate(brief.secret())).isEqualTo(Verification.rejected(RejectionReason.UNKNOWN));
        assertThat(issuer.authenticate(live.secret())).isEqualTo(Verification.rejected(RejectionReason.UNKNOWN));
        assertThat(issuer.list(ApiTokenQuery.ownedBy(ADA)).apiTokens())
                .extracting(apiToken -> apiToken.name())
                .containsExactly("live");
    }

    @Test
    void expiredApiTokenThatWasPassedByAPurgeIsDeadForAClockThatIsBehind() {
        TokenIssuer issuer =
                TokenIssuer.builder(stores.apiTokens()).clock(clock).build();
        IssuedApiToken brief = issuer.issue(ApiTokenRequest.of("brief", ADA, Permission.READ)
                        .expiringAt(clock.instant().plusSeconds(60)))
                .orElseThrow();
        clock.advance(Duration.ofMinutes(1));
        stores.purge();
        clock.advance(Duration.ofSeconds(-30));
        assertThat(issuer.authenticate(brief.secret())).isEqualTo(Verification.rejected(RejectionReason.EXPIRED));
        assertThat(issuer.find(brief.id())).isEmpty();
    }

    @Test
    void secretThatWasReplacedAtOnceIsRefusedByANodeWhoseClockIsBehind() {
        TokenIssuer issuer =
                TokenIssuer.builder(stores.apiTokens()).clock(clock).build();
        IssuedApiToken leaked =
                issuer.issue(ApiTokenRequest.of("export", ADA, Permission.READ)).orElseThrow();
        MovableClock behind = new MovableClock();
        behind.advance(Duration.between(behind.instant(), clock.instant()).minusSeconds(4));
        try (JdbcStores other =
                database.builder(behind).retention(Duration.ofDays(30)).open()) {
            TokenIssuer otherIssuer =
                    TokenIssuer.builder(other.apiTokens()).clock(behind).build();
            assertThat(otherIssuer.authenticate(leaked.secret())).isInstanceOf(Verification.Accepted.class);
            IssuedApiToken next = issuer.rotate(leaked.id(), Duration.ZERO).orElseThrow();
            assertThat(otherIssuer.authenticate(leaked.secret()))
                    .isEqualTo(Verification.rejected(RejectionReason.REPLACED));
            assertThat(otherIssuer.authenticate(next.secret())).isInstanceOf(Verification.Accepted.class);
        }
    }
}
