package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryApiTokenTest {

    private static final Resource INVENTORY = Resource.of("inventory");
    private static final ApiTokenRequest PREVIEW =
            ApiTokenRequest.of("preview", Owner.of("ada"), Permission.READ).forResource(INVENTORY);

    private final MovableClock clock = new MovableClock();
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    private final TokenIssuer issuer =
            TokenIssuer.builder(store).clock(clock).quota(Quota.perOwner(3)).build();

    private IssuedApiToken temporary() {
        return issuer.issueTemporary(PREVIEW, Duration.ofHours(1)).orElseThrow();
    }

    @Test
    void worksForItsLifeAndNoLonger() {
        String secret = temporary().secret();
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(issuer.authenticate(secret).orElseThrow().resource()).isEqualTo(INVENTORY);
        clock.advance(Duration.ofNanos(1));
        assertThat(issuer.authenticate(secret)).isEqualTo(Verification.rejected(RejectionReason.EXPIRED));
    }

    @Test
    void standsBesideOthersOfItsKindAndInNoListOfPermanentOnes() {
        IssuedApiToken one = temporary();
        IssuedApiToken two = temporary();
        ApiToken permanent = issuer.issue(PREVIEW).orElseThrow().apiToken();
        assertThat(one.apiToken().name())
                .startsWith("preview ")
                .isNotEqualTo(two.apiToken().name());
        assertThat(issuer.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).hasSize(3);
        assertThat(issuer.list(ApiTokenQuery.of(INVENTORY).permanent()).apiTokens())
                .containsExactly(permanent);
    }

    @Test
    void countsIntoTheQuotaWhileItLives() {
        temporary();
        temporary();
        temporary();
        assertThat(issuer.issueTemporary(PREVIEW, Duration.ofHours(1))).isEqualTo(new IssueResult.QuotaReached(3));
        clock.advance(Duration.ofHours(1));
        temporary();
    }

    @Test
    void diesWithAllOfItsOwner() {
        String secret = temporary().secret();
        issuer.revokeAll(Owner.of("ada"));
        assertThat(issuer.authenticate(secret)).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT87600H0.000000001S", "PT2562047788015215H"})
    void lifeOutOfRangeIsAProgrammersMistake(String life) {
        assertThatThrownBy(() -> issuer.issueTemporary(PREVIEW, Duration.parse(life)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("life: " + Duration.parse(life) + " (expected: > 0, at most PT87600H, ten years)");
    }

    @Test
    void nameThatWillNotDoIsSaid() {
        ApiTokenRequest tooLong = ApiTokenRequest.of("n".repeat(68), Owner.of("ada"), Permission.READ);
        assertThat(issuer.issueTemporary(tooLong, Duration.ofHours(1))).isInstanceOf(IssueResult.InvalidName.class);
    }
}
