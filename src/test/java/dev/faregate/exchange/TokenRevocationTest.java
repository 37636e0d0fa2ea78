package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.Faregate;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.exchange.TokenRevocation.Outcome;
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
        assertThat(revocation.revoke(issued.secret())).isEqualTo(Outcome.DEAD);
        assertIsRevoked(issued);
    }

    @Test
    void apiTokenIsRevokedThoughItsOwnerHasNoRightsNow() {
        IssuedApiToken issued = issued();
        suspended.set(true);
        assertThat(revocation.revoke(issued.secret())).isEqualTo(Outcome.DEAD);
        suspended.set(false);
        assertIsRevoked(issued);
    }

    @Test
    void sessionEndsByItsSessionToken() {
        SessionToken session = sessions.signIn(ADA);
        assertThat(revocation.revoke(session.text())).isEqualTo(Outcome.DEAD);
        assertIsSignedOut(session);
    }

    @Test
    void sessionEndsByItsRefreshTokenThoughItsSessionTokenIsOver() {
        SessionToken session = sessions.signIn(ADA);
        clock.advance(Duration.ofDays(1));
        assertThat(revocation.revoke(refreshToken(session))).isEqualTo(Outcome.DEAD);
        assertThat(sessions.refresh(refreshToken(session))).isEqualTo(Verification.rejected(RejectionReason.REVOKED));
    }

    @Test
    void sessionTokenDiesWithItsRefreshToken() {
        SessionToken session = sessions.signIn(ADA);
        assertThat(revocation.revoke(refreshToken(session))).isEqualTo(Outcome.DEAD);
        assertIsSignedOut(session);
    }

    @Test
    void baseTokenCannotBeRevokedByItself() {
        String baseToken = ((ExchangeResult.Exchanged)
                        faregate.tokenExchange().exchange(ExchangeRequest.of(issued().secret())))
                .baseToken()
                .text();
        assertThat(revocation.revoke(baseToken)).isEqualTo(Outcome.UNSUPPORTED_TOKEN_TYPE);
        assertThat(faregate.baseTokenVerifier().verify(baseToken)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void junkIsDead() {
        assertThat(revocation.revoke("junk")).isEqualTo(Outcome.DEAD);
        assertThat(revocation.revoke("")).isEqualTo(Outcome.DEAD);
    }

    private IssuedApiToken issued() {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", ADA, Permission.READ_WRITE))
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
