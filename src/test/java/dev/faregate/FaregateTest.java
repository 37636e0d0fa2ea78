package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.SecretSeal;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.BaseToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.ManualClock;
import dev.faregate.ratelimit.RateLimiter;
import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaregateTest {

    private static final ApiTokenRequest REQUEST = ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ);

    @Test
    void defaultsAreThreeDaysTenHoursAndFiveASecond() {
        Faregate faregate = Faregate.builder().build();
        String secret = faregate.tokenIssuer().issue(REQUEST).orElseThrow().secret();
        BaseToken baseToken =
                faregate.tokenExchange().exchange(ExchangeRequest.of(secret)).orElseThrow();
        assertThat(secret).startsWith("fg_");
        assertThat(baseToken.life()).isEqualTo(Duration.ofDays(3));
        assertThat(faregate.sessionTokens().life()).isEqualTo(Duration.ofHours(10));
        assertThat(faregate.rateLimiter().take("GET /rows", "caller").limit()).isEqualTo(Limit.perSecond(5));
    }

    @Test
    void nodeWhoseClockIsBehindAcceptsWhatAnotherHasJustMade() {
        MovableClock behind = new MovableClock();
        MovableClock ahead = new MovableClock();
        ahead.advance(Duration.ofSeconds(3));
        ApiTokenStore store =
                ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), behind, new SecureRandom()), behind);
        Faregate minting = node(store, ahead).build();
        String secret = minting.tokenIssuer().issue(REQUEST).orElseThrow().secret();
        String baseToken = minting.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
        assertThat(node(store, behind).build().baseTokenVerifier().verify(baseToken))
                .isInstanceOf(Verification.Accepted.class);
        FaregateBuilder strict = node(store, behind).clockSkew(Duration.ZERO);
        assertThat(strict.build().baseTokenVerifier().verify(baseToken))
                .isEqualTo(Verification.rejected(RejectionReason.NOT_YET_VALID));
        assertThatThrownBy(() -> strict.clockSkew(Duration.ofMinutes(6)))
                .hasMessage("clock skew: PT6M (expected: PT0S to PT5M)");
    }

    private static FaregateBuilder node(ApiTokenStore store, MovableClock clock) {
        return Faregate.builder().apiTokenStore(store).clock(clock).signingKeys(SigningKeys.hs256(new byte[32]));
    }

    @Test
    void everythingCanBeChosen() {
        MovableClock clock = new MovableClock();
        Faregate faregate = Faregate.builder()
                .clock(clock)
                .issuer("acme")
                .signingKeys(SigningKeys.hs256(new byte[32]))
                .tokenFormat(TokenFormat.prefixed("acme"))
                .quota(Quota.perOwner(1))
                .apiTokens(issuer -> issuer.recoverableSecrets(SecretSeal.a256gcm(new byte[32])))
                .baseTokenLife(Duration.ofHours(1))
                .sessionLife(Duration.ofMinutes(30))
                .rateLimiter(RateLimiter.builder()
                        .limit(Limit.perMinute(1))
                        .clock(new ManualClock())
                        .build())
                .build();
        IssuedApiToken issued = faregate.tokenIssuer().issue(REQUEST).orElseThrow();
        String secret = issued.secret();
        assertThat(secret).startsWith("acme_");
        assertThat(faregate.tokenIssuer().reveal(issued.id())).contains(secret);
        assertThat(faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(secret))
                        .orElseThrow()
                        .life())
                .isEqualTo(Duration.ofHours(1));
        assertThat(faregate.rateLimiter().take("GET /rows", "a").allowed()).isTrue();
        assertThat(faregate.rateLimiter().take("GET /rows", "a").allowed()).isFalse();
    }

    @Test
    void baseTokenOfAnotherInstallationIsOfAnUnknownKey() {
        Faregate one = Faregate.builder().build();
        String secret = one.tokenIssuer().issue(REQUEST).orElseThrow().secret();
        String baseToken = one.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
        assertThat(Faregate.builder().build().baseTokenVerifier().verify(baseToken))
                .isEqualTo(Verification.rejected(RejectionReason.UNKNOWN_KEY));
    }

    @Test
    void settingOutOfRangeIsNamed() {
        assertThatThrownBy(() -> Faregate.builder().baseTokenLife(Duration.ZERO))
                .hasMessage("base token life: PT0S (expected: PT1S to PT87600H, ten years)");
        assertThatThrownBy(() -> Faregate.builder().sessionLife(Duration.ofSeconds(-1)))
                .hasMessage("session life: PT-1S (expected: PT1S to PT87600H, ten years)");
        assertThatThrownBy(() -> Faregate.builder().issuer("")).hasMessage("issuer: \"\" (expected: a name)");
    }

    @Test
    void newcomerNeedsNoMoreThanFifteenLines() {
        String body = ReadmeTest.example("Newcomer").split("main\\(String\\[] args\\) \\{\n", 2)[1];
        assertThat(body.lines().filter(line -> !line.isBlank() && !line.strip().equals("}")))
                .hasSizeLessThanOrEqualTo(15);
    }
}
