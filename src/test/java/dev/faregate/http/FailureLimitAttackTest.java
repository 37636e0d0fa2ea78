package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Made-up credentials of one address are answered 429 at last, and a valid one from there is accepted as ever. */
class FailureLimitAttackTest {

    private static final String ATTACKER = "203.0.113.7";

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.guard().build();

    private Verdict get(@Nullable String address, String... headers) {
        return guard.check(FakeRequest.get("/rows", headers).from(address), ENDPOINTS);
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(status(get(address, api.madeUp()))).as("attempt %d", i).isEqualTo(401);
        }
    }

    private void exhaust(String address) {
        fail(address, 20);
        assertThat(status(get(address, api.madeUp()))).isEqualTo(429);
    }

    @Test
    void twentyFirstMadeUpCredentialInAMinuteIsAnswered429() {
        fail(ATTACKER, 20);
        Verdict.Answered refused = answered(get(ATTACKER, api.madeUp()));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().asMap())
                .containsEntry("Retry-After", "3")
                .containsEntry("X-RateLimit-Limit", "20")
                .containsEntry("X-RateLimit-Remaining", "0")
                .doesNotContainKey("WWW-Authenticate");
        assertThat(refused.body()).contains("\"violated-policies\":[\"failed-credentials\"]");
        assertThat(api.refusals).last().isEqualTo("GET /rows RATE_LIMITED");
        assertThat(status(get("203.0.113.8", api.madeUp()))).isEqualTo(401);
    }

    @Test
    void validCredentialsOfAnExhaustedAddressAreAccepted() {
        String baseToken = api.baseToken(Duration.ofHours(1));
        exhaust(ATTACKER);
        assertThat(get(ATTACKER, api.reader())).isInstanceOf(Verdict.Admitted.class);
        assertThat(get(ATTACKER, baseToken)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void addressThatWaitsForRetryAfterIsAnswered401Again() {
        fail(ATTACKER, 20);
        String seconds =
                String.valueOf(answered(get(ATTACKER, api.madeUp())).headers().get("Retry-After"));
        api.nanos.advance(Duration.ofSeconds(Long.parseLong(seconds)));
        fail(ATTACKER, 1);
        assertThat(status(get(ATTACKER, api.madeUp()))).isEqualTo(429);
    }

    @Test
    void sameTextCountsOnce() {
        String forgotten = api.madeUp();
        for (int i = 0; i < 100; i++) {
            assertThat(status(get(ATTACKER, forgotten))).isEqualTo(401);
        }
        fail(ATTACKER, 19);
        assertThat(status(get(ATTACKER, api.madeUp()))).isEqualTo(429);
        assertThat(status(get(ATTACKER, forgotten)))
                .as("as any failure of an exhausted address")
                .isEqualTo(429);
    }

    @Test
    void sameTextCountsAgainAfterAnHour() {
        String forgotten = api.madeUp();
        get(ATTACKER, forgotten);
        api.nanos.advance(Duration.ofHours(1));
        get(ATTACKER, forgotten);
        fail(ATTACKER, 19);
        assertThat(status(get(ATTACKER, api.madeUp()))).isEqualTo(429);
    }

    @Test
    void validCredentialsAreNeverCounted() {
        String reader = api.reader();
        for (int i = 0; i < 100; i++) {
            api.nanos.advance(Duration.ofMillis(200));
            assertThat(status(get(ATTACKER, reader))).isEqualTo(200);
        }
        fail(ATTACKER, 20);
    }

    @Test
    void signatureThatWasMadeUpCounts() {
        String genuine = api.baseToken(Duration.ofMinutes(5));
        for (int i = 0; i < 20; i++) {
            assertThat(status(get(ATTACKER, forged(genuine, i)))).isEqualTo(401);
        }
        assertThat(api.reasons).containsOnly(RejectionReason.BAD_SIGNATURE);
        assertThat(status(get(ATTACKER, forged(genuine, 20)))).isEqualTo(429);
        assertThat(status(get(ATTACKER, genuine))).isEqualTo(200);
    }

    private static String forged(String genuine, int number) {
        char first = (char) ('A' + number);
        return genuine.replaceAll("\\.[^.]{43}$", "." + first + "A".repeat(42));
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED", "WRONG_KIND", "UNKNOWN_KEY", "EXPIRED", "REVOKED", "REPLACED"})
    void whatNobodyMadeUpCountsNothing(RejectionReason reason) {
        for (int i = 0; i < 100; i++) {
            get(ATTACKER, rejectedFor(reason, i));
        }
        assertThat(api.reasons).hasSize(100).containsOnly(reason);
        fail(ATTACKER, 20);
    }

    private String rejectedFor(RejectionReason reason, int number) {
        return switch (reason) {
            case MALFORMED -> "Authorization: Bearer junk" + number;
            case WRONG_KIND ->
                "Authorization: Bearer "
                        + api.faregate
                                .sessionTokens()
                                .signIn(Owner.of("ada"))
                                .orElseThrow()
                                .text();
            case UNKNOWN_KEY ->
                "Authorization: Bearer "
                        + Faregate.builder()
                                .build()
                                .sessionTokens()
                                .signIn(Owner.of("ada"))
                                .orElseThrow()
                                .text();
            case EXPIRED -> {
                String baseToken = api.baseToken(Duration.ofMinutes(5));
                api.clock.advance(Duration.ofMinutes(6));
                yield baseToken;
            }
            case REVOKED -> {
                IssuedApiToken revoked = api.issue("revoked " + number, Permission.READ);
                api.faregate.tokenIssuer().revoke(revoked.apiToken().id());
                yield "Authorization: Bearer " + revoked.secret();
            }
            case REPLACED -> {
                IssuedApiToken replaced = api.issue("replaced " + number, Permission.READ);
                api.faregate.tokenIssuer().rotate(replaced.apiToken().id(), Duration.ZERO);
                yield "Authorization: Bearer " + replaced.secret();
            }
            default -> throw new AssertionError(reason);
        };
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED", "REVOKED", "REPLACED"})
    void oneEndedCredentialIsAnswered429WhenItIsSentTooOften(RejectionReason reason) {
        String ended = rejectedFor(reason, 0);
        for (int i = 0; i < 60; i++) {
            assertThat(status(get(ATTACKER, ended))).isEqualTo(401);
        }
        assertThat(status(get(ATTACKER, ended))).isEqualTo(429);
        assertThat(api.reasons).containsOnly(reason);
        assertThat(status(get(ATTACKER, api.reader()))).isEqualTo(200);
        api.nanos.advance(Duration.ofSeconds(1));
        assertThat(status(get(ATTACKER, ended))).isEqualTo(401);
    }

    @Test
    void requestsWithoutACredentialAreNotCountedAndAreChallengedEvenFromAnExhaustedAddress() {
        for (int i = 0; i < 100; i++) {
            assertThat(status(get(ATTACKER))).isEqualTo(401);
        }
        exhaust(ATTACKER);
        assertThat(status(get(ATTACKER))).isEqualTo(401);
    }

    @Test
    void ratesOfOthersAreNotToldToStrangers() {
        get(ATTACKER, api.reader());
        for (Verdict stranger : new Verdict[] {get("203.0.113.8"), get("203.0.113.8", api.madeUp())}) {
            assertThat(answered(stranger).headers().asMap().keySet()).noneMatch(name -> name.contains("RateLimit"));
        }
    }

    @Test
    void madeUpCredentialsAtUnknownPathsAreCountedToo() {
        for (int i = 0; i < 20; i++) {
            guard.check(FakeRequest.get("/nowhere/" + i, api.madeUp()), ENDPOINTS);
        }
        assertThat(status(guard.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)))
                .isEqualTo(429);
    }

    private static final String FORM = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&subject_token_type=urn:faregate:token-type:api-token&subject_token=";

    private Verdict.Answered exchange(String address, String secret, String... headers) {
        FakeRequest request = FakeRequest.of("POST", "/token", headers).from(address);
        return guard.exchange(request, FORM + secret, api.faregate.tokenEndpoints());
    }

    @Test
    void madeUpCredentialsInTheBodyOfAnExchangeAreCountedToo() {
        for (int i = 0; i < 20; i++) {
            assertThat(exchange(ATTACKER, api.madeUpSecret()).status()).isEqualTo(400);
        }
        assertThat(exchange(ATTACKER, api.madeUpSecret()).status()).isEqualTo(429);
        assertThat(status(get(ATTACKER, api.madeUp()))).isEqualTo(429);
        Verdict.Answered good =
                exchange(ATTACKER, api.issue("exchanged", Permission.READ).secret());
        assertThat(good.headers().asMap())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Pragma", "no-cache");
        assertThat(good.body()).contains("access_token");
    }

    @Test
    void exchangesTakePermitsOfTheirApiToken() {
        String secret = api.issue("exchanged", Permission.READ).secret();
        for (int i = 0; i < 5; i++) {
            assertThat(exchange(ATTACKER, secret).status()).isEqualTo(200);
        }
        assertThat(exchange(ATTACKER, secret).status()).isEqualTo(429);
        assertThat(exchange(ATTACKER, api.issue("other", Permission.READ).secret())
                        .status())
                .isEqualTo(200);
        api.nanos.advance(Duration.ofSeconds(1));
        assertThat(exchange(ATTACKER, secret).status()).isEqualTo(200);
    }

    @Test
    void exchangeForAnotherSiteIsRefusedUncounted() {
        for (int i = 0; i < 30; i++) {
            Verdict.Answered refused =
                    exchange(ATTACKER, api.madeUpSecret(), "Origin: https://evil.example", "Host: api.example");
            assertThat(refused.status()).isEqualTo(403);
        }
        fail(ATTACKER, 20);
    }

    @Test
    void revocationsTakePermitsOfTheirAddress() {
        FakeRequest request = FakeRequest.of("POST", "/revoke").from(ATTACKER);
        for (int i = 0; i < 5; i++) {
            assertThat(guard.revoke(request, "token=" + api.madeUpSecret(), api.faregate.tokenEndpoints())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(guard.revoke(request, "token=x", api.faregate.tokenEndpoints())
                        .status())
                .isEqualTo(429);
        assertThat(guard.revokeAsync(
                                request.from("203.0.113.8"),
                                "token=" + api.issue("revoked", Permission.READ).secret(),
                                api.faregate.tokenEndpoints())
                        .join()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void clientsWithoutAnAddressThatCanBeReadFailTogetherAndSucceedApart() {
        List<@Nullable String> unreadable = new ArrayList<>(List.of("@/run/api.sock", "client.example", ""));
        unreadable.add(null);
        for (int i = 0; i < 20; i++) {
            assertThat(status(get(unreadable.get(i % 4), api.madeUp()))).isEqualTo(401);
        }
        for (String address : unreadable) {
            assertThat(status(get(address, api.madeUp()))).isEqualTo(429);
            assertThat(status(get(address, api.reader()))).isEqualTo(200);
        }
        assertThat(status(get("192.0.2.77", api.madeUp()))).isEqualTo(401);
    }

    @Test
    void portIsNoPartOfAnAddress() {
        for (int i = 0; i < 20; i++) {
            assertThat(status(get((i % 2 == 0 ? "192.0.2.78:" : "/192.0.2.78:") + (4000 + i), api.madeUp())))
                    .isEqualTo(401);
        }
        assertThat(status(get("192.0.2.78", api.madeUp()))).isEqualTo(429);
        assertThat(status(get("192.0.2.79:4000", api.madeUp()))).isEqualTo(401);
    }

    @Test
    void networkOfIpv6HasTenTimesTheAttemptsOfAClient() {
        for (int i = 0; i < 200; i++) {
            assertThat(status(get("2001:db8:1:" + Integer.toHexString(i) + "::1", api.madeUp())))
                    .as("attempt %d", i)
                    .isEqualTo(401);
        }
        assertThat(status(get("2001:db8:1:ffff::1", api.madeUp()))).isEqualTo(429);
        assertThat(status(get("2001:db8:1:ffff::1", api.reader()))).isEqualTo(200);
        assertThat(status(get("2001:db8:2:ffff::1", api.madeUp()))).isEqualTo(401);
    }

    @Test
    void guardsWithOtherLimitsCountApart() {
        RequestGuard strict = api.guard().failuresPerAddress(Limit.perHour(5)).build();
        int looked = 0;
        for (int i = 0; i < 300; i++) {
            looked += status(strict.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)) == 401 ? 1 : 0;
            if (i % 5 == 0) {
                guard.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS);
            }
            api.nanos.advance(Duration.ofSeconds(4));
        }
        assertThat(looked).as("within 20 minutes, at 5 an hour").isEqualTo(6);
    }

    @Test
    void shadowModeOfTheLimiterLiftsNoLimitOfFailures() {
        RateLimiter shadow = RateLimiter.builder()
                .limit(Limit.perSecond(5))
                .shadow()
                .clock(api.nanos)
                .build();
        RequestGuard shadowed = RequestGuard.builder(shadow)
                .accept(Authenticator.of(api.faregate.tokenIssuer()))
                .build();
        for (int i = 0; i < 40; i++) {
            assertThat(status(shadowed.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)))
                    .isEqualTo(i < 20 ? 401 : 429);
        }
    }

    @Test
    void limitCanBeChosenOrLeftOut() {
        RequestGuard strict = api.guard()
                .failuresPerAddress(Limit.perSecond(1), Limit.perHour(2))
                .build();
        assertThat(status(strict.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)))
                .isEqualTo(401);
        assertThat(status(strict.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)))
                .isEqualTo(429);
        RequestGuard unlimited = api.guard().unlimitedFailures().build();
        for (int i = 0; i < 100; i++) {
            assertThat(status(unlimited.check(FakeRequest.get("/rows", api.madeUp()), ENDPOINTS)))
                    .isEqualTo(401);
        }
        assertThatThrownBy(() -> api.guard().ipv6Prefix(0)).hasMessage("IPv6 prefix: 0 (expected: 1 to 128)");
    }

    @Test
    void refusedRequestsTakePermitsOfTheirCaller() {
        String reader = api.reader();
        FakeRequest post = FakeRequest.of("POST", "/rows", reader);
        for (int i = 0; i < 60; i++) {
            assertThat(status(guard.check(post, ENDPOINTS))).isEqualTo(403);
        }
        assertThat(status(guard.check(post, ENDPOINTS))).isEqualTo(429);
        assertThat(status(get(ATTACKER, reader)))
                .as("what it may do has permits of its own")
                .isEqualTo(200);
        assertThat(api.faregate.guard(CredentialKind.API_TOKEN).build().check(post, ENDPOINTS))
                .isInstanceOf(Verdict.Answered.class);
    }
}
