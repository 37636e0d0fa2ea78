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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An API token that is there once for each user, and shown again. */
class IssueOnceTest {

    private static final Owner ADA = Owner.of("ada");
    private static final ApiTokenRequest ACCOUNT = ApiTokenRequest.of("account", ADA, Permission.READ_WRITE);

    private final MovableClock clock = new MovableClock();
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    private final List<String> events = new ArrayList<>();
    private final TokenIssuer issuer = TokenIssuer.builder(store)
            .clock(clock)
            .quota(Quota.perOwner(2))
            .recoverableSecrets(SecretSeal.a256gcm(new byte[32]))
            .listener(new Heard(events))
            .build();

    private IssuedApiToken once() {
        return issuer.issueOnce(ACCOUNT).orElseThrow();
    }

    @Test
    void isIssuedFirstAndShownAgainThen() {
        IssuedApiToken first = once();
        IssuedApiToken again = once();
        assertThat(again.secret()).isEqualTo(first.secret());
        assertThat(again.apiToken()).isEqualTo(first.apiToken());
        assertThat(events).containsExactly("issued account", "revealed account");
    }

    @Test
    void isAnotherAfterItWasRevokedOrHasExpired() {
        IssuedApiToken first = once();
        issuer.revoke(first.apiToken().id());
        ApiTokenRequest brief = ACCOUNT.expiringAt(clock.instant().plusSeconds(60));
        IssuedApiToken second = issuer.issueOnce(brief).orElseThrow();
        clock.advance(Duration.ofSeconds(60));
        IssuedApiToken third = once();
        assertThat(List.of(first.secret(), second.secret(), third.secret())).doesNotHaveDuplicates();
        assertThat(issuer.authenticate(first.secret())).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
        assertThat(issuer.authenticate(second.secret())).isEqualTo(Verification.rejected(RejectionReason.EXPIRED));
        assertThat(issuer.authenticate(third.secret()).orElseThrow()).isEqualTo(third.apiToken());
    }

    @Test
    void isTheNewSecretAfterARotation() {
        IssuedApiToken rotated =
                issuer.rotate(once().apiToken().id(), Duration.ZERO).orElseThrow();
        assertThat(once().secret()).isEqualTo(rotated.secret());
    }

    @Test
    void staysAsItIsWhateverIsAskedForBesides() {
        IssuedApiToken narrow = issuer.issueOnce(ApiTokenRequest.of("account", ADA, Permission.READ))
                .orElseThrow();
        assertThat(once().apiToken().permission()).isEqualTo(Permission.READ);
        assertThat(once().secret()).isEqualTo(narrow.secret());
    }

    @Test
    void anothersOfThatNameIsNotShown() {
        Resource inventory = Resource.of("inventory");
        issuer.issueOnce(ACCOUNT.forResource(inventory)).orElseThrow();
        ApiTokenRequest graces = ApiTokenRequest.of("account", Owner.of("grace"), Permission.READ);
        assertThat(issuer.issueOnce(graces.forResource(inventory))).isEqualTo(new IssueResult.NameTaken("account"));
        assertThat(issuer.issueOnce(graces).orElseThrow().apiToken().owner()).isEqualTo(Owner.of("grace"));
    }

    @Test
    void whatStandsInTheWayIsSaid() {
        assertThat(issuer.issueOnce(ApiTokenRequest.of(" ", ADA, Permission.READ)))
                .isEqualTo(new IssueResult.InvalidName("The name begins or ends with a space."));
        once();
        issuer.issueOnce(ApiTokenRequest.of("second", ADA, Permission.READ)).orElseThrow();
        assertThat(issuer.issueOnce(ApiTokenRequest.of("third", ADA, Permission.READ)))
                .isEqualTo(new IssueResult.QuotaReached(2));
    }

    @Test
    void whatWasStoredWithoutASealCannotBeShown() {
        TokenIssuer unsealed = TokenIssuer.builder(store).clock(clock).build();
        assertThatThrownBy(() -> unsealed.issueOnce(ACCOUNT)).hasMessageStartingWith("secrets are not recoverable");
        unsealed.issue(ACCOUNT).orElseThrow();
        assertThat(issuer.issueOnce(ACCOUNT)).isEqualTo(new IssueResult.NameTaken("account"));
    }
}
