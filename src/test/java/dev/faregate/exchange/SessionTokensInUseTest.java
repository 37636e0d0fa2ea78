package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.SigningKey;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.RevocationLog;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of sessions have asked for: rights, freshness, racing tabs, and an overview of one's sessions. */
class SessionTokensInUseTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Owner GRACE = Owner.of("grace");
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);

    private final MovableClock clock = new MovableClock();
    private Optional<Rights> rights = Optional.of(new Rights(Permission.READ_WRITE, null));
    private final Faregate faregate = builder().build();
    private final SessionTokens sessions = faregate.sessionTokens();

    private FaregateBuilder builder() {
        return Faregate.builder()
                .clock(clock)
                .sessionLife(LIFE)
                .refreshTokenLife(REFRESH_LIFE)
                .apiTokens(issuer -> issuer.ownerRights((owner, resource) -> rights));
    }

    private SessionToken signIn() {
        return sessions.signIn(ADA).orElseThrow();
    }

    private static String refreshToken(SessionToken token) {
        return Objects.requireNonNull(token.refreshToken(), "no refresh token");
    }

    private SessionToken refreshed(SessionToken token) {
        return sessions.refresh(refreshToken(token)).orElseThrow();
    }

    private Caller caller(SessionToken token) {
        return sessions.verify(token.text()).orElseThrow();
    }

    private static RejectionReason reason(Verification<?> answer) {
        return ((Verification.Rejected<?>) answer).reason();
    }

    private Instant second() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Nested
    class SigningOutWithATokenThatHasExpired {

        @Test
        void endsItsSession() {
            SessionToken session = signIn();
            clock.advance(LIFE.plusMinutes(1));
            assertThat(sessions.signOutWith(session.text())).isTrue();
            assertThat(reason(sessions.refresh(refreshToken(session)))).isEqualTo(RejectionReason.REVOKED);
        }

        @Test
        void endsItsSessionByRevocationToo() {
            SessionToken session = signIn();
            clock.advance(LIFE.plusMinutes(1));
            assertThat(faregate.tokenEndpoints()
                            .revoke("token=" + session.text())
                            .status())
                    .isEqualTo(200);
            assertThat(reason(sessions.refresh(refreshToken(session)))).isEqualTo(RejectionReason.REVOKED);
        }

        @Test
        void endsASessionThatWasRefreshedMeanwhile() {
            SessionToken old = signIn();
            SessionToken session = old;
            for (int day = 0; day < 40; day++) {
                clock.advance(Duration.ofDays(1));
                session = refreshed(session);
            }
            assertThat(sessions.signOutWith(refreshToken(old))).isTrue();
            assertThat(reason(sessions.verify(session.text()))).isEqualTo(RejectionReason.REVOKED);
        }

        @Test
        void admitsToNothing() {
            SessionToken session = signIn();
            clock.advance(LIFE);
            assertThat(reason(sessions.verify(session.text()))).isEqualTo(RejectionReason.EXPIRED);
            assertThat(faregate.tokenIntrospection().introspect(session.text()))
                    .isEqualTo(new Introspection.Inactive());
        }

        @Test
        void addsToTheLogOnce() {
            RevocationLog log = RevocationLog.inMemory(REFRESH_LIFE, clock, new SecureRandom());
            SessionTokens logged = builder()
                    .apiTokenStore(ApiTokenStore.inMemory(log, clock))
                    .build()
                    .sessionTokens();
            SessionToken session = logged.signIn(ADA).orElseThrow();
            clock.advance(LIFE);
            assertThat(logged.signOutWith(session.text())).isTrue();
            assertThat(logged.signOutWith(session.text())).isFalse();
            assertThat(logged.signOutWith(refreshToken(session))).isFalse();
            assertThat(log.position().sequence()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void needsItsSignatureAndIssuer(boolean ofAnotherKey) {
            SigningKeys keys = SigningKeys.of(SigningKey.hs256(new byte[32]));
            SessionTokens one = builder().signingKeys(keys).build().sessionTokens();
            FaregateBuilder other =
                    ofAnotherKey ? builder() : builder().signingKeys(keys).issuer("other");
            String foreign =
                    other.build().sessionTokens().signIn(ADA).orElseThrow().text();
            assertThat(one.signOutWith(foreign)).isFalse();
            String text = one.signIn(ADA).orElseThrow().text();
            char last = text.charAt(text.length() - 1);
            assertThat(one.signOutWith(text.substring(0, text.length() - 2) + (last == 'A' ? "BQ" : "AA")))
                    .isFalse();
        }
    }

    @Nested
    class RightsOfTheOwner {

        @Test
        void sessionHasWhatItsRequestSays() {
            SessionToken session = sessions.signIn(SignInRequest.of(ADA)
                            .withPermission(Permission.READ)
                            .withScopes(Scopes.of("rows", "files"))
                            .withClaim("email", "ada@example.com"))
                    .orElseThrow();
            Caller caller = caller(session);
            assertThat(caller.permission()).isEqualTo(Permission.READ);
            assertThat(caller.scopes()).isEqualTo(Scopes.of("rows", "files"));
            assertThat(session.claims().extra().asMap()).isEqualTo(Map.of("email", "ada@example.com"));
            Caller later = caller(refreshed(session));
            assertThat(later).isEqualTo(caller);
            assertThat(caller(signIn()).permission()).isEqualTo(Permission.READ_WRITE);
            assertThat(caller(signIn()).scopes()).isEqualTo(Scopes.none());
        }

        @Test
        void narrowASignIn() {
            rights = Optional.of(new Rights(Permission.READ, Scopes.of("rows")));
            Caller caller = caller(sessions.signIn(SignInRequest.of(ADA).withScopes(Scopes.of("rows", "files")))
                    .orElseThrow());
            assertThat(caller.permission()).isEqualTo(Permission.READ);
            assertThat(caller.scopes()).isEqualTo(Scopes.of("rows"));
        }

        @Test
        void userWithoutRightsDoesNotSignIn() {
            rights = Optional.empty();
            assertThat(reason(sessions.signIn(ADA))).isEqualTo(RejectionReason.OWNER_WITHOUT_RIGHTS);
            assertThat(sessions.count(ADA)).isZero();
        }

        @Test
        void deactivatedUserRefreshesNoMore() {
            SessionToken session = signIn();
            rights = Optional.empty();
            for (int day = 0; day < 29; day++) {
                clock.advance(Duration.ofDays(1));
                Verification<SessionToken> answer = sessions.refresh(refreshToken(session));
                assertThat(reason(answer)).isEqualTo(RejectionReason.OWNER_WITHOUT_RIGHTS);
            }
            rights = Optional.of(new Rights(Permission.READ_WRITE, null));
            assertThat(caller(refreshed(session)).owner()).isEqualTo(ADA);
        }

        @Test
        void refreshHasTodaysAndGivesBackWhatWasRegained() {
            SessionToken first = sessions.signIn(SignInRequest.of(ADA).withScopes(Scopes.of("rows", "files")))
                    .orElseThrow();
            rights = Optional.of(new Rights(Permission.READ, Scopes.of("files", "admin")));
            SessionToken second = refreshed(first);
            assertThat(caller(second).permission()).isEqualTo(Permission.READ);
            assertThat(caller(second).scopes()).isEqualTo(Scopes.of("files"));
            rights = Optional.of(new Rights(Permission.READ_WRITE, null));
            SessionToken third = refreshed(second);
            assertThat(caller(third).permission()).isEqualTo(Permission.READ_WRITE);
            assertThat(caller(third).scopes()).isEqualTo(Scopes.of("rows", "files"));
        }

        @Test
        void refreshTakesTodaysClaims() {
            SessionToken first = sessions.signIn(SignInRequest.of(ADA).withClaim("role", "admin"))
                    .orElseThrow();
            List<Caller> asked = new ArrayList<>();
            SessionToken second = sessions.refresh(refreshToken(first), caller -> {
                        asked.add(caller);
                        return ExtraClaims.none().with("role", "viewer");
                    })
                    .orElseThrow();
            assertThat(second.claims().extra().asMap()).isEqualTo(Map.of("role", "viewer"));
            assertThat(asked).containsExactly(caller(second));
            assertThat(refreshed(second).claims().extra().asMap()).isEqualTo(Map.of("role", "viewer"));
        }

        @Test
        void refreshTokenSurvivesWhatTheApplicationThrows() {
            SessionToken session = signIn();
            assertThatThrownBy(() -> sessions.refresh(refreshToken(session), caller -> {
                        throw new StoreUnavailableException("users: no answer");
                    }))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> sessions.refresh(
                            refreshToken(session), caller -> ExtraClaims.none().with("auth_time", "0")))
                    .isInstanceOf(IllegalArgumentException.class);
            clock.advance(Duration.ofMinutes(5));
            assertThat(sessions.refresh(refreshToken(session))).isInstanceOf(Verification.Accepted.class);
        }
    }

    @Nested
    class TimeOfSignIn {

        @Test
        void isToldAndStaysThroughRefreshes() {
            Instant signedIn = second();
            SessionToken session = signIn();
            for (int i = 0; i < 3; i++) {
                assertThat(caller(session).authenticatedAt()).isEqualTo(signedIn);
                assertThat(payload(session.text())).contains("\"auth_time\":" + signedIn.getEpochSecond());
                assertThat(((Introspection.Active) faregate.tokenIntrospection().introspect(session.text()))
                                .caller()
                                .authenticatedAt())
                        .isEqualTo(signedIn);
                assertThat(faregate.tokenEndpoints()
                                .introspect("token=" + session.text())
                                .body())
                        .contains("\"auth_time\":" + signedIn.getEpochSecond());
                clock.advance(Duration.ofDays(6));
                session = refreshed(session);
            }
            assertThat(session.claims().issuedAt()).isEqualTo(second());
        }

        @Test
        void isUnknownOfAnApiToken() {
            String secret = faregate.tokenIssuer()
                    .issue(ApiTokenRequest.of("x", ADA, Permission.READ))
                    .orElseThrow()
                    .secret();
            assertThat(faregate.tokenIssuer()
                            .authenticate(secret)
                            .orElseThrow()
                            .caller()
                            .authenticatedAt())
                    .isNull();
            assertThat(faregate.tokenEndpoints().introspect("token=" + secret).body())
                    .doesNotContain("auth_time");
        }

        private String payload(String text) {
            return new String(Base64.getUrlDecoder().decode(text.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        }

        @Test
        void limitsHowLongASessionIsRefreshed() {
            Duration most = Duration.ofDays(10);
            SessionTokens limited = builder().maxSessionLifetime(most).build().sessionTokens();
            Instant end = second().plus(most);
            SessionToken session = limited.signIn(ADA).orElseThrow();
            int refreshes = 0;
            while (clock.instant().isBefore(end.minusSeconds(60))) {
                clock.advance(Duration.ofMinutes(14));
                Verification<SessionToken> answer = limited.refresh(refreshToken(session));
                if (answer instanceof Verification.Accepted<SessionToken> next) {
                    session = next.value();
                    refreshes++;
                    assertThat(session.claims().expiresAt()).isBeforeOrEqualTo(end);
                }
            }
            assertThat(refreshes).isGreaterThan(1_000);
            assertThat(limited.list(ADA)).isEmpty();
            assertThat(reason(limited.refresh(refreshToken(session)))).isEqualTo(RejectionReason.EXPIRED);
            assertThat(reason(limited.verify(session.text()))).isEqualTo(RejectionReason.EXPIRED);
        }

        @Test
        void limitsSessionsThatBeganBeforeTheLimitWasSet() {
            SigningKeys keys = SigningKeys.of(SigningKey.hs256(new byte[32]));
            RevocationLog log = RevocationLog.inMemory(REFRESH_LIFE, clock, new SecureRandom());
            var apiTokens = ApiTokenStore.inMemory(log, clock);
            SessionStore store = SessionStore.inMemory(clock);
            FaregateBuilder same =
                    builder().signingKeys(keys).apiTokenStore(apiTokens).sessionStore(store);
            SessionToken session = same.build().sessionTokens().signIn(ADA).orElseThrow();
            SessionTokens limited =
                    same.maxSessionLifetime(Duration.ofHours(1)).build().sessionTokens();
            clock.advance(Duration.ofMinutes(59));
            assertThat(limited.refresh(refreshToken(session))).isInstanceOf(Verification.Accepted.class);
            clock.advance(Duration.ofMinutes(1));
            assertThat(reason(limited.refresh(refreshToken(session)))).isEqualTo(RejectionReason.EXPIRED);
        }
    }

    @Nested
    class TabsThatRace {

        @Test
        void bothStaySignedInAndHaveTheSameNextRefreshToken() {
            SessionToken before = signIn();
            SessionToken first = refreshed(before);
            clock.advance(Duration.ofSeconds(10));
            SessionToken second = refreshed(before);
            assertThat(caller(first)).isEqualTo(caller(second));
            assertThat(refreshToken(second)).isEqualTo(refreshToken(first));
            SessionToken third = refreshed(second);
            assertThat(refreshToken(refreshed(first))).isEqualTo(refreshToken(third));
        }

        @Test
        void afterTheIntervalASecondUseEndsTheSession() {
            SessionToken before = signIn();
            SessionToken first = refreshed(before);
            clock.advance(Duration.ofSeconds(11));
            assertThat(reason(sessions.refresh(refreshToken(before)))).isEqualTo(RejectionReason.REUSED);
            assertThat(reason(sessions.verify(first.text()))).isEqualTo(RejectionReason.REVOKED);
            assertThat(reason(sessions.refresh(refreshToken(first)))).isEqualTo(RejectionReason.REVOKED);
            assertThat(sessions.count(ADA)).isZero();
        }

        @Test
        void thiefIsNoticedWhoUsesTheTokenOfTheSameBranchLater() {
            SessionToken before = signIn();
            SessionToken users = refreshed(before);
            SessionToken thiefs = refreshed(before);
            clock.advance(LIFE);
            refreshed(users);
            clock.advance(Duration.ofSeconds(30));
            assertThat(reason(sessions.refresh(refreshToken(thiefs)))).isEqualTo(RejectionReason.REUSED);
            assertThat(sessions.count(ADA)).isZero();
        }

        @Test
        void intervalCanBeSetAndSwitchedOff() {
            SessionTokens strict = builder().refreshReuse(Duration.ZERO).build().sessionTokens();
            SessionToken before = strict.signIn(ADA).orElseThrow();
            strict.refresh(refreshToken(before));
            assertThat(reason(strict.refresh(refreshToken(before)))).isEqualTo(RejectionReason.REUSED);
            assertThatThrownBy(() -> builder().refreshReuse(Duration.ofSeconds(61)))
                    .hasMessage("refresh reuse: PT1M1S (expected: PT0S to PT1M)");
        }

        @Test
        void signedOutSessionIsNotRepeated() {
            SessionToken before = signIn();
            SessionToken first = refreshed(before);
            sessions.signOut(caller(first));
            assertThat(reason(sessions.refresh(refreshToken(before)))).isEqualTo(RejectionReason.REVOKED);
        }
    }

    @Nested
    class OverviewOfSessions {

        @Test
        void listsThoseOfTheUserThatAreAlive() {
            Instant start = clock.instant();
            SessionToken laptop = signIn();
            clock.advance(Duration.ofSeconds(1));
            SessionToken phone = signIn();
            SessionToken gone = signIn();
            sessions.signIn(GRACE).orElseThrow();
            sessions.signOutWith(gone.text());
            assertThat(sessions.list(ADA))
                    .extracting(Session::id)
                    .containsExactly(phone.sessionId(), laptop.sessionId());
            assertThat(sessions.count(ADA)).isEqualTo(2);
            Session listed = sessions.list(ADA).get(1);
            assertThat(listed).isEqualTo(new Session(laptop.sessionId(), ADA, start, null, listed.expiresAt()));
            assertThat(listed.expiresAt())
                    .isEqualTo(start.truncatedTo(ChronoUnit.SECONDS).plus(REFRESH_LIFE));
            clock.advance(Duration.ofHours(1));
            refreshed(laptop);
            assertThat(sessions.list(ADA).get(1).refreshedAt()).isEqualTo(clock.instant());
        }

        @Test
        void isEmptyOnceTheUserIsSignedOutEverywhereOrRevoked() {
            SessionToken session = signIn();
            sessions.signOutEverywhere(ADA);
            assertThat(sessions.list(ADA)).isEmpty();
            signIn();
            faregate.tokenIssuer().revokeAll(ADA);
            assertThat(sessions.list(ADA)).isEmpty();
            assertThat(sessions.signOutWith(session.text())).isFalse();
            signIn();
            assertThat(sessions.count(ADA)).isEqualTo(1);
        }

        @Test
        void isThereForSessionsThatAreNotRefreshed() {
            SessionTokens brief =
                    Faregate.builder().clock(clock).sessionLife(LIFE).build().sessionTokens();
            SessionToken session = brief.signIn(ADA).orElseThrow();
            assertThat(brief.list(ADA)).extracting(Session::id).containsExactly(session.sessionId());
            clock.advance(LIFE);
            assertThat(brief.list(ADA)).isEmpty();
        }

        @Test
        void sessionIsSignedOutByItsIdAndOnlyByItsOwner() {
            SessionToken session = signIn();
            assertThat(sessions.signOut(GRACE, session.sessionId())).isFalse();
            assertThat(sessions.verify(session.text())).isInstanceOf(Verification.Accepted.class);
            assertThat(sessions.signOut(ADA, session.sessionId())).isTrue();
            assertThat(reason(sessions.verify(session.text()))).isEqualTo(RejectionReason.REVOKED);
            assertThat(sessions.signOut(ADA, session.sessionId())).isFalse();
        }

        @Test
        void othersAreSignedOut() {
            SessionToken kept = signIn();
            SessionToken other = signIn();
            SessionToken third = signIn();
            SessionToken graces = sessions.signIn(GRACE).orElseThrow();
            assertThat(sessions.signOutOthers(caller(kept))).isEqualTo(2);
            assertThat(reason(sessions.verify(other.text()))).isEqualTo(RejectionReason.REVOKED);
            assertThat(reason(sessions.refresh(refreshToken(third)))).isEqualTo(RejectionReason.REVOKED);
            assertThat(sessions.verify(graces.text())).isInstanceOf(Verification.Accepted.class);
            assertThat(caller(refreshed(kept)).owner()).isEqualTo(ADA);
            assertThat(sessions.list(ADA)).extracting(Session::id).containsExactly(kept.sessionId());
        }

        @Test
        void othersAreSignedOutBySessionsAlone() {
            Caller apiToken =
                    VerifiedCallers.verified(CredentialKind.API_TOKEN, "id", ADA, null, Permission.READ, Scopes.none());
            assertThatThrownBy(() -> sessions.signOutOthers(apiToken))
                    .hasMessage("session: of kind API_TOKEN (expected: SESSION_TOKEN)");
            assertThatThrownBy(() -> sessions.signOut(apiToken)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void oldestIsSignedOutWhereThereAreTooMany() {
            SessionTokens two = builder().maxSessionsPerOwner(2).build().sessionTokens();
            SessionToken first = two.signIn(ADA).orElseThrow();
            clock.advance(Duration.ofSeconds(1));
            SessionToken second = two.signIn(ADA).orElseThrow();
            two.signIn(GRACE).orElseThrow();
            clock.advance(Duration.ofSeconds(1));
            assertThat(two.verify(first.text())).isInstanceOf(Verification.Accepted.class);
            SessionToken third = two.signIn(ADA).orElseThrow();
            assertThat(reason(two.verify(first.text()))).isEqualTo(RejectionReason.REVOKED);
            assertThat(two.list(ADA)).extracting(Session::id).containsExactly(third.sessionId(), second.sessionId());
            assertThat(two.count(GRACE)).isEqualTo(1);
            assertThatThrownBy(() -> builder().maxSessionsPerOwner(0))
                    .hasMessage("max sessions per owner: 0 (expected: 1 to 10000)");
        }
    }
}
