package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.faregate.identity.Owner;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that outlive what they were made from, and clocks that do not run as they should. */
class HostileLifeTest {

    private final Mint mint = new Mint();

    static Stream<RevocationTarget> whatReachesTheToken() {
        return Stream.of(
                RevocationTarget.apiToken("token-1"),
                RevocationTarget.owner(Owner.of("ada")),
                RevocationTarget.resource(Resource.of("inventory")),
                RevocationTarget.everything());
    }

    @ParameterizedTest
    @MethodSource("whatReachesTheToken")
    void mintedBeforeARevocationIsDeadInTheSameSecond(RevocationTarget target) {
        String neverShown = mint.baseToken();
        mint.log.append(target);
        mint.assertRejected(neverShown, RejectionReason.REVOKED);
        mint.assertAccepted(mint.baseToken());
    }

    @ParameterizedTest
    @MethodSource("whatReachesTheToken")
    void seenBeforeAndRevokedIsDead(RevocationTarget target) {
        String text = mint.baseToken();
        for (int i = 0; i < 3; i++) {
            mint.assertAccepted(text);
        }
        mint.log.append(target);
        mint.assertRejected(text, RejectionReason.REVOKED);
    }

    @Test
    void seenBeforeAndExpiredIsDead() {
        String text = mint.baseToken();
        for (int i = 0; i < 3; i++) {
            mint.assertAccepted(text);
        }
        mint.clock.advance(Mint.LIFE);
        mint.assertRejected(text, RejectionReason.EXPIRED);
    }

    @Test
    void revocationOfAnotherReachesNobodyElse() {
        String text = mint.baseToken();
        mint.log.append(RevocationTarget.apiToken("token-2"));
        mint.log.append(RevocationTarget.session("token-1"));
        mint.log.append(RevocationTarget.owner(Owner.of("grace")));
        mint.log.append(RevocationTarget.resource(Resource.of("payroll")));
        mint.assertAccepted(text);
    }

    @Test
    void revokedSessionIsDead() {
        String session = mint.session();
        assertThat(mint.sessions.verify(session)).isInstanceOf(Verification.Accepted.class);
        mint.log.append(RevocationTarget.session("token-1"));
        assertThat(mint.sessions.verify(session)).isEqualTo(Verification.<Claims>rejected(RejectionReason.REVOKED));
    }

    @Test
    void clockThatStepsBackMakesATokenOfTheFuture() {
        String text = mint.baseToken();
        mint.assertAccepted(text);
        mint.clock.advance(Duration.ofSeconds(-10));
        mint.assertRejected(text, RejectionReason.NOT_YET_VALID);
    }

    @Test
    void tokenOfANodeWhoseClockIsAheadIsAcceptedWithinTheSkewAndNotBeyond() {
        mint.clock.advance(Duration.ofMillis(-250));
        String text = mint.baseToken();
        mint.clock.advance(SignedTokens.USUAL_CLOCK_SKEW.negated());
        mint.assertAccepted(text);
        mint.clock.advance(Duration.ofNanos(-1));
        mint.assertRejected(text, RejectionReason.NOT_YET_VALID);
    }

    @Test
    void skewIsConfigurable() {
        mint.clock.advance(Duration.ofMillis(-250));
        String text = mint.baseToken();
        SignedTokens strict = withSkew(Duration.ZERO);
        assertThat(strict.verify(text)).isInstanceOf(Verification.Accepted.class);
        mint.clock.advance(Duration.ofNanos(-1));
        assertThat(strict.verify(text)).isEqualTo(Verification.<Claims>rejected(RejectionReason.NOT_YET_VALID));
        assertThat(withSkew(Duration.ofMinutes(1)).verify(text)).isInstanceOf(Verification.Accepted.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withSkew(Duration.ofNanos(-1)))
                .withMessage("clock skew: PT-0.000000001S (expected: >= 0)");
    }

    private SignedTokens withSkew(Duration skew) {
        return new SignedTokens(TokenType.BASE_TOKEN, "acme", mint.ring, mint.view, mint.clock, Mint.LIFE, skew);
    }

    @Test
    void skewLengthensNoLife() {
        mint.clock.advance(Duration.ofMillis(-250));
        String text = mint.baseToken();
        mint.clock.advance(Mint.LIFE.minusNanos(1));
        mint.assertAccepted(text);
        mint.clock.advance(Duration.ofNanos(1));
        mint.assertRejected(text, RejectionReason.EXPIRED);
    }

    @Test
    void clockThatStepsBackWakesNothingThatWasRevoked() {
        String text = mint.baseToken();
        mint.clock.advance(Duration.ofSeconds(10));
        mint.log.append(RevocationTarget.apiToken("token-1"));
        mint.clock.advance(Duration.ofSeconds(-10));
        mint.assertRejected(text, RejectionReason.REVOKED);
    }
}
