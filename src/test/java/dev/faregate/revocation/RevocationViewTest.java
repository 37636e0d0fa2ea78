package dev.faregate.revocation;

import static dev.faregate.revocation.RevocationView.Standing.FORGOTTEN;
import static dev.faregate.revocation.RevocationView.Standing.LIVE;
import static dev.faregate.revocation.RevocationView.Standing.REVOKED;
import static dev.faregate.revocation.RevocationView.Standing.UNKNOWN_LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Resource;
import dev.faregate.revocation.RevocationView.Standing;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RevocationViewTest {

    private static final Duration RETENTION = Duration.ofDays(3);
    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");
    private static final RevocationTarget TOKEN = RevocationTarget.apiToken("t1");

    static final RevocationTarget[] WHAT_REACHES_THE_TOKEN = {
        TOKEN, RevocationTarget.owner(ADA), RevocationTarget.resource(INVENTORY), RevocationTarget.everything()
    };

    static final RevocationTarget[] WHAT_DOES_NOT = {
        RevocationTarget.apiToken("t2"),
        RevocationTarget.session("t1"),
        RevocationTarget.owner(Owner.of("grace")),
        RevocationTarget.owner(Owner.of("inventory")),
        RevocationTarget.resource(Resource.of("ada"))
    };

    private final MovableClock clock = new MovableClock();
    private final RevocationLog log = RevocationLog.inMemory(RETENTION, clock, new SecureRandom());
    private final RevocationView view = new RevocationView(log, RETENTION, clock);

    @Test
    void signedTokenThatIsRevokedAloneEndsAlone() {
        LogPosition before = view.position();
        log.append(RevocationTarget.signedToken("jti"));
        assertThat(standing(before)).isEqualTo(REVOKED);
        assertThat(view.standing(before, "another", TOKEN, ADA, INVENTORY)).isEqualTo(LIVE);
    }

    private Standing standing(LogPosition signedAt) {
        return view.standing(signedAt, "jti", TOKEN, ADA, INVENTORY);
    }

    @ParameterizedTest
    @FieldSource("WHAT_REACHES_THE_TOKEN")
    void whatWasSignedBeforeARevocationIsDeadAndWhatIsSignedAfterLives(RevocationTarget target) {
        LogPosition before = view.position();
        assertThat(standing(before)).isEqualTo(LIVE);
        log.append(target);
        assertThat(standing(before)).isEqualTo(REVOKED);
        assertThat(standing(view.position())).isEqualTo(LIVE);
    }

    @ParameterizedTest
    @FieldSource("WHAT_DOES_NOT")
    void revocationOfSomethingElseChangesNothing(RevocationTarget target) {
        LogPosition before = view.position();
        log.append(target);
        assertThat(standing(before)).isEqualTo(LIVE);
    }

    @Test
    void endingAllSessionsOfAnOwnerReachesTheirSessionsOnly() {
        LogPosition before = view.position();
        log.append(RevocationTarget.sessionsOf(ADA));
        assertThat(view.standing(before, "jti", RevocationTarget.session("s1"), ADA, null))
                .isEqualTo(REVOKED);
        assertThat(view.standing(before, "jti", RevocationTarget.session("s2"), Owner.of("grace"), null))
                .isEqualTo(LIVE);
        assertThat(standing(before)).isEqualTo(LIVE);
    }

    @Test
    void positionOfAnotherLogIsUnknown() {
        LogPosition elsewhere =
                RevocationLog.inMemory(RETENTION, clock, new SecureRandom()).position();
        assertThat(standing(elsewhere)).isEqualTo(UNKNOWN_LOG);
    }

    @Test
    void positionThatTheLogHasNeverReachedIsUnknown() {
        assertThat(standing(new LogPosition(view.position().logId(), 1))).isEqualTo(UNKNOWN_LOG);
    }

    @Test
    void viewThatComesLateKnowsWhatWasRevokedBefore() {
        LogPosition before = log.position();
        log.append(TOKEN);
        RevocationView late = new RevocationView(log, RETENTION, clock);
        assertThat(late.standing(before, "jti", TOKEN, ADA, INVENTORY)).isEqualTo(REVOKED);
    }

    @Test
    void viewThatComesTooLateJudgesNothingThatTheLogHasForgotten() {
        RevocationLog brief = RevocationLog.inMemory(Duration.ofHours(1), clock, new SecureRandom());
        LogPosition before = brief.position();
        brief.append(TOKEN);
        clock.advance(Duration.ofHours(2));
        brief.append(RevocationTarget.apiToken("other"));
        RevocationView late = new RevocationView(brief, Duration.ofHours(1), clock);
        assertThat(late.standing(before, "jti", TOKEN, ADA, INVENTORY)).isEqualTo(FORGOTTEN);
    }

    @Test
    void logThatForgetsEarlierThanTokensEndIsRefused() {
        RevocationLog brief = RevocationLog.inMemory(Duration.ofHours(1), clock, new SecureRandom());
        assertThatThrownBy(() -> new RevocationView(brief, Duration.ofHours(2), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retention of the revocation log: PT1H (expected: >= PT2H, the longest life of base tokens,"
                        + " sessions and refresh tokens)");
    }

    @Test
    void followerThatFailsKeepsTheOthersFromNothing() {
        RevocationLog shared = RevocationLog.inMemory(RETENTION, clock, new SecureRandom());
        LogPosition start = shared.position();
        shared.follow(entry -> {
            throw new IllegalStateException("planted by RevocationViewTest");
        });
        RevocationView healthy = new RevocationView(shared, RETENTION, clock);
        assertThatThrownBy(() -> shared.append(TOKEN)).hasMessage("planted by RevocationViewTest");
        assertThat(healthy.standing(start, "jti", TOKEN, ADA, INVENTORY)).isEqualTo(REVOKED);
        assertThat(shared.position().sequence()).isEqualTo(1);
    }

    @Test
    void clockThatJumpsAheadAndComesBackWakesNothing() {
        LogPosition before = view.position();
        log.append(TOKEN);
        clock.advance(Duration.ofDays(365));
        log.append(RevocationTarget.apiToken("other"));
        clock.advance(Duration.ofDays(-365));
        assertThat(standing(before)).isEqualTo(FORGOTTEN);
    }
}
