package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.MovableClock;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.KeyRing;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.basetoken.TokenType;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationView;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionTokensTest {

    private static final Owner ADA = Owner.of("ada");

    private final MovableClock clock = new MovableClock();
    private final SessionTokens sessions =
            Faregate.builder().clock(clock).build().sessionTokens();

    private FaregateBuilder refreshableBuilder() {
        return Faregate.builder()
                .clock(clock)
                .sessionLife(Duration.ofMinutes(10))
                .refreshTokenLife(Duration.ofDays(7));
    }

    private static Verification<Caller> rejected(RejectionReason reason) {
        return Verification.rejected(reason);
    }

    @Test
    void sessionLastsTenHours() {
        String text = sessions.signIn(ADA).orElseThrow().text();
        Caller caller = sessions.verify(text).orElseThrow();
        assertThat(caller.kind()).isEqualTo(CredentialKind.SESSION_TOKEN);
        assertThat(caller.owner()).isEqualTo(ADA);
        clock.advance(Duration.ofHours(10));
        assertThat(sessions.verify(text)).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void signingOutEndsThisSessionAndNoOther() {
        SessionToken first = sessions.signIn(ADA).orElseThrow();
        SessionToken second = sessions.signIn(ADA).orElseThrow();
        assertThat(first.sessionId())
                .isEqualTo(sessions.verify(first.text()).orElseThrow().tokenId());
        assertThat(sessions.signOut(ADA, first.sessionId())).isTrue();
        assertThat(sessions.signOut(ADA, first.sessionId())).isFalse();
        assertThat(sessions.verify(first.text())).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(second.text())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void signingOutByATokenInPlaceOfAnIdIsAnErrorThatKeepsTheToken() {
        String text = sessions.signIn(ADA).orElseThrow().text();
        assertThatThrownBy(() -> sessions.signOut(ADA, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sessionId: " + text.length() + " characters (expected: 22)");
        assertThat(sessions.verify(text)).isInstanceOf(Verification.Accepted.class);
        assertThat(sessions.signOutWith(text)).isTrue();
        assertThat(sessions.verify(text)).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void signingOutEverywhereEndsEverySessionOfTheUserAndNobodyElses() {
        String first = sessions.signIn(ADA).orElseThrow().text();
        String second = sessions.signIn(ADA).orElseThrow().text();
        String graces = sessions.signIn(Owner.of("grace")).orElseThrow().text();
        sessions.signOutEverywhere(ADA);
        assertThat(sessions.verify(first)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(second)).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(sessions.verify(graces)).isInstanceOf(Verification.Accepted.class);
        assertThat(sessions.verify(sessions.signIn(ADA).orElseThrow().text()))
                .isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void lifeIsConfigured() {
        SessionTokens brief = Faregate.builder()
                .clock(clock)
                .sessionLife(TokenLife.parse("30m").orElseThrow())
                .build()
                .sessionTokens();
        String text = brief.signIn(ADA).orElseThrow().text();
        clock.advance(Duration.ofMinutes(30));
        assertThat(brief.verify(text)).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void furtherClaimsTravelWithTheSessionAndNoToStringShowsItsText() {
        SessionToken token = sessions.signIn(
                        SignInRequest.of(ADA).withClaims(ExtraClaims.of(Map.of("email", "ada@example.com"))))
                .orElseThrow();
        assertThat(token.claims().extra().text("email")).hasValue("ada@example.com");
        assertThat(token.toString()).doesNotContain(token.text());
    }

    @Nested
    class Refreshing {

        private final SessionTokens refreshable = refreshableBuilder().build().sessionTokens();

        private SessionToken refreshed(SessionToken token) {
            return refreshable.refresh(refreshToken(token)).orElseThrow();
        }

        private String refreshToken(SessionToken token) {
            return Objects.requireNonNull(token.refreshToken(), "no refresh token");
        }

        private Verification<SessionToken> rejectedRefresh(RejectionReason reason) {
            return Verification.rejected(reason);
        }

        @Test
        void sessionIsCarriedOnBeyondItsLife() {
            SessionToken first = refreshable
                    .signIn(SignInRequest.of(ADA).withClaims(ExtraClaims.of(Map.of("email", "ada@example.com"))))
                    .orElseThrow();
            clock.advance(Duration.ofMinutes(10));
            SessionToken second = refreshed(first);
            assertThat(refreshable.verify(first.text())).isEqualTo(rejected(RejectionReason.EXPIRED));
            Caller caller = refreshable.verify(second.text()).orElseThrow();
            assertThat(caller.owner()).isEqualTo(ADA);
            assertThat(caller.tokenId()).isEqualTo(first.sessionId()).isEqualTo(second.sessionId());
            assertThat(second.claims().extra().asMap()).isEqualTo(Map.of("email", "ada@example.com"));
        }

        @Test
        void timeOfSignInStaysThroughRefreshes() {
            SessionToken first = refreshable.signIn(ADA).orElseThrow();
            Caller signedIn = refreshable.verify(first.text()).orElseThrow();
            assertThat(signedIn.authenticatedAt()).isEqualTo(first.claims().issuedAt());
            clock.advance(Duration.ofDays(6));
            SessionToken second = refreshed(first);
            assertThat(refreshable.verify(second.text()).orElseThrow()).isEqualTo(signedIn);
        }

        @Test
        void everyFurtherClaimIsTheApplicationsAndStaysThroughRefreshes() {
            Map<String, String> claims = new HashMap<>(Map.of("refresh_number", "7"));
            while (claims.size() < 48) {
                claims.put("claim" + claims.size(), "");
            }
            SessionToken third = refreshed(refreshed(refreshable
                    .signIn(SignInRequest.of(ADA).withClaims(ExtraClaims.of(claims)))
                    .orElseThrow()));
            assertThat(third.claims().extra().asMap()).isEqualTo(claims);
            claims.put("one more", "");
            assertThatThrownBy(() -> refreshable
                            .signIn(SignInRequest.of(ADA).withClaims(ExtraClaims.of(claims)))
                            .orElseThrow())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("extra claims: 49 (expected: <= 48)");
            assertThatThrownBy(() -> refreshable
                            .signIn(SignInRequest.of(ADA).withClaims(ExtraClaims.of(Map.of("sid", "other"))))
                            .orElseThrow())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("extra claim: \"sid\" (expected: a name other than ");
        }

        @Test
        void genuineRefreshTokenWithoutANumberIsRefused() {
            RevocationLog log = RevocationLog.inMemory(Duration.ofDays(7), clock, new SecureRandom());
            SignedTokens signed = new SignedTokens(
                    TokenType.REFRESH_TOKEN,
                    "acme",
                    new KeyRing(SigningKeys.ephemeral(new SecureRandom()), Duration.ofDays(7), clock),
                    new RevocationView(log, Duration.ofDays(7), clock),
                    clock,
                    Duration.ofDays(7));
            Claims session = refreshable.signIn(ADA).orElseThrow().claims();
            String text = signed.sign(new Claims(
                    session.jwtId(),
                    session.caller(),
                    session.issuedAt(),
                    session.expiresAt(),
                    log.position(),
                    ExtraClaims.none()));
            assertThat(RefreshTokens.verify(signed, text))
                    .isEqualTo(Verification.<RefreshTokens.Numbered>rejected(RejectionReason.INVALID_CLAIMS));
        }

        @Test
        void refreshTokenWorksOnceAndItsSecondUseEndsTheSession() {
            SessionToken first = refreshable.signIn(ADA).orElseThrow();
            SessionToken second = refreshed(first);
            SessionToken third = refreshed(second);
            assertThat(refreshable.refresh(refreshToken(first))).isEqualTo(rejectedRefresh(RejectionReason.REUSED));
            assertThat(refreshable.verify(third.text())).isEqualTo(rejected(RejectionReason.REVOKED));
            assertThat(refreshable.refresh(refreshToken(third))).isEqualTo(rejectedRefresh(RejectionReason.REVOKED));
        }

        @Test
        void reuseEndsNoOtherSession() {
            SessionToken stolen = refreshable.signIn(ADA).orElseThrow();
            SessionToken other = refreshable.signIn(ADA).orElseThrow();
            refreshed(stolen);
            clock.advance(Duration.ofSeconds(11));
            refreshable.refresh(refreshToken(stolen));
            assertThat(refreshable.verify(other.text())).isInstanceOf(Verification.Accepted.class);
            assertThat(refreshed(other).text()).isNotEqualTo(other.text());
        }

        @Test
        void refreshTokenDiesWithItsSessionAndByItself() {
            SessionToken signedOut = refreshable.signIn(ADA).orElseThrow();
            refreshable.signOut(ADA, signedOut.sessionId());
            assertThat(refreshable.refresh(refreshToken(signedOut)))
                    .isEqualTo(rejectedRefresh(RejectionReason.REVOKED));
            SessionToken late = refreshable.signIn(ADA).orElseThrow();
            clock.advance(Duration.ofDays(7));
            assertThat(refreshable.refresh(refreshToken(late))).isEqualTo(rejectedRefresh(RejectionReason.EXPIRED));
        }

        @Test
        void refreshTokenIsNoSessionTokenNorTheReverse() {
            SessionToken token = refreshable.signIn(ADA).orElseThrow();
            assertThat(refreshable.verify(refreshToken(token))).isEqualTo(rejected(RejectionReason.WRONG_KIND));
            assertThat(refreshable.refresh(token.text())).isEqualTo(rejectedRefresh(RejectionReason.WRONG_KIND));
            assertThat(token.toString()).doesNotContain(token.text()).doesNotContain(refreshToken(token));
        }

        @Test
        void ofTwoWhoUseARefreshTokenAtOnceOneSucceedsWhereNoneMayBeReused() throws Exception {
            SessionTokens strict =
                    refreshableBuilder().refreshReuse(Duration.ZERO).build().sessionTokens();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                for (int round = 0; round < 50; round++) {
                    String text = refreshToken(strict.signIn(ADA).orElseThrow());
                    Callable<Verification<SessionToken>> use = () -> strict.refresh(text);
                    int accepted = 0;
                    for (Future<Verification<SessionToken>> result : threads.invokeAll(Collections.nCopies(8, use))) {
                        accepted += result.get() instanceof Verification.Accepted ? 1 : 0;
                    }
                    assertThat(accepted).as("round %d", round).isEqualTo(1);
                }
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        void whereSessionsAreNotRefreshableThereIsNoRefreshToken() {
            assertThat(sessions.signIn(ADA).orElseThrow().refreshToken()).isNull();
            assertThatThrownBy(() -> sessions.refresh("text"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("sessions cannot be refreshed");
        }
    }

    @Test
    void lifeComesFromTheEnvironmentUnlessItIsSet() {
        Map<String, String> environment = Map.of("faregate.session.life", "30m");
        assertThat(Faregate.builder()
                        .environment(environment::get)
                        .build()
                        .sessionTokens()
                        .life())
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(Faregate.builder()
                        .environment(environment::get)
                        .sessionLife(Duration.ofHours(1))
                        .build()
                        .sessionTokens()
                        .life())
                .isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> Faregate.builder()
                        .environment(Map.of("faregate.session.life", "soon")::get)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("faregate.session.life: \"soon\" (expected: a life such as 30m, 10h, 3d or PT10H)");
    }
}
