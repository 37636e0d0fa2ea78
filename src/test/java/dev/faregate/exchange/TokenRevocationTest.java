package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What answers "dead" is dead: of each kind that can be revoked, by its own text (RFC 7009 section 2.1). */
class TokenRevocationTest {

    private static final Owner ADA = Owner.of("ada");

    private final MovableClock clock = new MovableClock();
    private final AtomicBoolean suspended = new AtomicBoolean();
    private final Faregate faregate = Faregate.builder()
            .clock(clock)
            .refreshTokenLife(Duration.ofDays(7))
            .apiTokens(issuer -> issuer.ownerRights((owner, resource) ->
                    suspended.get() ? Optional.empty() : Optional.of(new Rights(Permission.READ_WRITE, null))))
            .build();
    private final SessionTokens sessions = faregate.sessionTokens();
    private final TokenRevocation revocation = faregate.tokenRevocation();

    @Test
    void apiTokenIsRevokedByItsSecret() {
        IssuedApiToken issued = issued();
        revocation.revoke(issued.secret());
        assertIsRevoked(issued);
    }

    @Test
    void apiTokenIsRevokedThoughItsOwnerHasNoRightsNow() {
        IssuedApiToken issued = issued();
        suspended.set(true);
        revocation.revoke(issued.secret());
        suspended.set(false);
        assertIsRevoked(issued);
    }

    @Test
    void sessionEndsByItsSessionToken() {
        SessionToken session = sessions.signIn(ADA).orElseThrow();
        revocation.revoke(session.text());
        assertIsSignedOut(session);
    }

    @Test
    void sessionEndsByItsRefreshTokenThoughItsSessionTokenIsOver() {
        SessionToken session = sessions.signIn(ADA).orElseThrow();
        clock.advance(Duration.ofDays(1));
        revocation.revoke(refreshToken(session));
        assertThat(sessions.refresh(refreshToken(session))).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    @Test
    void sessionEndsByItsSessionTokenThoughThatHasExpired() {
        SessionToken session = sessions.signIn(ADA).orElseThrow();
        clock.advance(Duration.ofDays(1));
        revocation.revoke(session.text());
        assertThat(sessions.refresh(refreshToken(session))).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    @Test
    void sessionTokenDiesWithItsRefreshToken() {
        SessionToken session = sessions.signIn(ADA).orElseThrow();
        revocation.revoke(refreshToken(session));
        assertIsSignedOut(session);
    }

    @Test
    void baseTokenEndsAloneByItsText() {
        IssuedApiToken issued = issued();
        String leaked = exchanged(issued.secret());
        String other = exchanged(issued.secret());
        revocation.revoke(leaked);
        assertThat(faregate.baseTokenVerifier().verify(leaked))
                .isEqualTo(Verification.rejected(RejectionReason.REVOKED));
        assertThat(faregate.baseTokenVerifier().verify(other)).isInstanceOf(Verification.Accepted.class);
        assertThat(faregate.tokenIssuer().authenticate(issued.secret())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void deadBaseTokenAddsNothingToTheLog() {
        String leaked = exchanged(issued().secret());
        revocation.revoke(leaked);
        assertThat(revocation.revokeLeaked(leaked)).isEmpty();
        String over = exchanged(issued("another").secret());
        clock.advance(Duration.ofDays(3));
        assertThat(revocation.revokeLeaked(over)).isEmpty();
    }

    @Test
    void leakedTextEndsWhatItIsAndNamesItsOwner() {
        IssuedApiToken issued = issued();
        String baseToken = exchanged(issued.secret());
        assertThat(revocation.revokeLeaked(baseToken).orElseThrow())
                .satisfies(caller -> assertThat(caller.kind()).isEqualTo(CredentialKind.BASE_TOKEN))
                .satisfies(caller -> assertThat(caller.tokenId()).isEqualTo(issued.id()));
        IssuedApiToken next =
                faregate.tokenIssuer().rotate(issued.id(), Duration.ofDays(7)).orElseThrow();
        assertThat(revocation.revokeLeaked(issued.secret()))
                .contains(issued.apiToken().caller());
        assertThat(faregate.tokenIssuer().authenticate(next.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(revocation.revokeLeaked(next.secret()))
                .contains(issued.apiToken().caller());
        assertIsRevoked(next);
        assertThat(revocation.revokeLeaked("junk")).isEmpty();
    }

    private String exchanged(String secret) {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
    }

    @Test
    void junkIsDead() {
        revocation.revoke("junk");
        revocation.revoke("");
    }

    private IssuedApiToken issued() {
        return issued("export");
    }

    private IssuedApiToken issued(String name) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(name, ADA, Permission.READ_WRITE))
                .orElseThrow();
    }

    private void assertIsRevoked(IssuedApiToken issued) {
        assertThat(faregate.tokenIssuer().authenticate(issued.secret()))
                .isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    private void assertIsSignedOut(SessionToken session) {
        assertThat(sessions.verify(session.text())).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    private static String refreshToken(SessionToken session) {
        return Objects.requireNonNull(session.refreshToken(), "no refresh token");
    }
}
