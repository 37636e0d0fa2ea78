package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who guesses is slowed down by address, and nobody else is. */
class FailureLimitAttackTest {

    private final GuardedApi api = new GuardedApi();
    private final String reader = api.reader();
    private final String guess = api.guess();
    private final RequestGuard guard = api.guard().build();

    private Verdict get(@Nullable String address, String... headers) {
        return guard.check(FakeRequest.get("/rows", headers).from(address), ENDPOINTS);
    }

    private void guessFrom(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(status(get(address, guess))).as("guess %d", i).isEqualTo(401);
        }
    }

    @Test
    void twentyFirstGuessOfAnAddressInAMinuteIsRefusedUnseen() {
        guessFrom("203.0.113.7", 20);
        api.reasons.clear();
        Verdict.Answered refused = answered(get("203.0.113.7", guess));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().asMap())
                .containsEntry("Retry-After", "3")
                .containsEntry("X-RateLimit-Limit", "20")
                .containsEntry("X-RateLimit-Remaining", "0")
                .doesNotContainKey("WWW-Authenticate");
        assertThat(refused.body()).contains("\"violated-policies\":[\"failed-credentials\"]");
        assertThat(api.reasons).isEmpty();
        assertThat(api.refusals).last().isEqualTo("GET /rows RATE_LIMITED");
        assertThat(status(get("203.0.113.8", guess))).isEqualTo(401);
    }

    @Test
    void exhaustedAddressCannotTellAGoodCredentialFromAGuess() {
        guessFrom("203.0.113.7", 20);
        assertThat(get("203.0.113.7", reader)).isEqualTo(get("203.0.113.7", guess));
        assertThat(status(get("203.0.113.8", reader))).isEqualTo(200);
    }

    @Test
    void addressThatWaitsForRetryAfterMayGuessAgain() {
        guessFrom("203.0.113.7", 20);
        String seconds =
                String.valueOf(answered(get("203.0.113.7", guess)).headers().get("Retry-After"));
        api.nanos.advance(Duration.ofSeconds(Long.parseLong(seconds)));
        guessFrom("203.0.113.7", 1);
        assertThat(status(get("203.0.113.7", guess))).isEqualTo(429);
    }

    @Test
    void exhaustedAddressCausesNoLookUp() {
        AtomicInteger lookUps = new AtomicInteger();
        RequestGuard counting = RequestGuard.builder(api.faregate.rateLimiter())
                .accept(new Authenticator() {
                    @Override
                    public CredentialKind kind() {
                        return CredentialKind.API_TOKEN;
                    }

                    @Override
                    public boolean recognizes(String credential) {
                        return true;
                    }

                    @Override
                    public Verification<Caller> authenticate(String credential) {
                        lookUps.incrementAndGet();
                        return Verification.rejected(RejectionReason.UNKNOWN);
                    }
                })
                .build();
        for (int i = 0; i < 50; i++) {
            counting.check(FakeRequest.get("/rows", "Authorization: Bearer " + i), ENDPOINTS);
        }
        assertThat(lookUps).hasValue(20);
    }

    @Test
    void goodCredentialsAreNeverCounted() {
        for (int i = 0; i < 100; i++) {
            api.nanos.advance(Duration.ofMillis(200));
            assertThat(status(get("203.0.113.7", reader))).isEqualTo(200);
        }
        guessFrom("203.0.113.7", 20);
    }

    @Test
    void expiredButGenuineBaseTokenIsNoGuess() {
        String baseToken = api.baseToken(Duration.ofMinutes(5));
        api.clock.advance(Duration.ofMinutes(6));
        for (int i = 0; i < 100; i++) {
            assertThat(status(get("203.0.113.7", baseToken))).isEqualTo(401);
        }
        assertThat(api.reasons).containsOnly(RejectionReason.EXPIRED);
        assertThat(status(get("203.0.113.7", reader))).isEqualTo(200);
    }

    @Test
    void expiredBaseTokenWithAForgedSignatureIsAGuess() {
        String forged = api.baseToken(Duration.ofMinutes(5)).replaceAll("\\.[^.]{43}$", "." + "A".repeat(43));
        api.clock.advance(Duration.ofMinutes(6));
        guessWith(forged, RejectionReason.BAD_SIGNATURE);
    }

    @Test
    void revokedApiTokenIsNoGuess() {
        IssuedApiToken revoked = api.issue("revoked", Permission.READ);
        api.faregate.tokenIssuer().revoke(revoked.apiToken().id());
        for (int i = 0; i < 100; i++) {
            assertThat(status(get("203.0.113.7", "Authorization: Bearer " + revoked.secret())))
                    .isEqualTo(401);
        }
        assertThat(api.reasons).containsOnly(RejectionReason.REVOKED);
    }

    @Test
    void junkIsAGuess() {
        guessWith("Authorization: Bearer junk", RejectionReason.MALFORMED);
    }

    private void guessWith(String header, RejectionReason reason) {
        for (int i = 0; i < 20; i++) {
            assertThat(status(get("203.0.113.7", header))).isEqualTo(401);
        }
        assertThat(api.reasons).containsOnly(reason);
        assertThat(status(get("203.0.113.7", header))).isEqualTo(429);
    }

    @Test
    void requestsWithoutACredentialAreNoGuessesAndAreChallengedEvenFromAnExhaustedAddress() {
        for (int i = 0; i < 100; i++) {
            assertThat(status(get("203.0.113.7"))).isEqualTo(401);
        }
        guessFrom("203.0.113.7", 20);
        assertThat(status(get("203.0.113.7"))).isEqualTo(401);
    }

    @Test
    void ratesOfOthersAreNotToldToStrangers() {
        get("203.0.113.7", reader);
        for (Verdict stranger : new Verdict[] {get("203.0.113.8"), get("203.0.113.8", guess)}) {
            assertThat(answered(stranger).headers().asMap().keySet()).noneMatch(name -> name.contains("RateLimit"));
        }
    }

    @Test
    void guessesAtUnknownPathsAreCountedToo() {
        for (int i = 0; i < 20; i++) {
            guard.check(FakeRequest.get("/nowhere/" + i, guess), ENDPOINTS);
        }
        assertThat(status(guard.check(FakeRequest.get("/rows", guess), ENDPOINTS)))
                .isEqualTo(429);
    }

    @Test
    void guessesInTheBodyOfAnExchangeAreCountedToo() {
        String form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                + "&subject_token_type=urn:faregate:token-type:api-token&subject_token=";
        FakeRequest request = FakeRequest.of("POST", "/token").from("203.0.113.7");
        TokenEndpoints endpoints = api.faregate.tokenEndpoints();
        String good = form + api.issue("exchanged", Permission.READ).secret();
        for (int i = 0; i < 20; i++) {
            assertThat(guard.exchange(request, good, endpoints).status()).isEqualTo(200);
            assertThat(guard.exchange(request, form + "fg_junk" + i, endpoints).status())
                    .isEqualTo(400);
        }
        assertThat(guard.exchange(request, good, endpoints).status()).isEqualTo(429);
        assertThat(status(get("203.0.113.7", reader))).isEqualTo(429);
        Verdict.Answered elsewhere = guard.exchange(request.from("203.0.113.8"), good, endpoints);
        assertThat(elsewhere.headers().asMap())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Pragma", "no-cache");
        assertThat(elsewhere.body()).contains("access_token");
    }

    @Test
    void clientsWithoutAnAddressThatCanBeReadAreLimitedTogether() {
        List<@Nullable String> unreadable = new ArrayList<>(List.of("@/run/api.sock", "client.example", ""));
        unreadable.add(null);
        for (int i = 0; i < 20; i++) {
            assertThat(status(get(unreadable.get(i % 4), guess))).isEqualTo(401);
        }
        for (String address : unreadable) {
            assertThat(status(get(address, guess))).isEqualTo(429);
        }
        assertThat(status(get("192.0.2.77", guess))).isEqualTo(401);
    }

    @Test
    void portIsNoPartOfAnAddress() {
        for (int i = 0; i < 20; i++) {
            assertThat(status(get((i % 2 == 0 ? "192.0.2.78:" : "/192.0.2.78:") + (4000 + i), guess)))
                    .isEqualTo(401);
        }
        assertThat(status(get("192.0.2.78", guess))).isEqualTo(429);
        assertThat(status(get("192.0.2.79:4000", guess))).isEqualTo(401);
    }

    @Test
    void limitCanBeChosenOrLeftOut() {
        RequestGuard strict = api.guard()
                .failuresPerAddress(Limit.perSecond(1), Limit.perHour(2))
                .build();
        FakeRequest request = FakeRequest.get("/rows", guess);
        assertThat(status(strict.check(request, ENDPOINTS))).isEqualTo(401);
        assertThat(status(strict.check(request, ENDPOINTS))).isEqualTo(429);
        RequestGuard unlimited = api.guard().unlimitedFailures().build();
        for (int i = 0; i < 100; i++) {
            assertThat(status(unlimited.check(request, ENDPOINTS))).isEqualTo(401);
        }
        assertThatThrownBy(() -> api.guard().ipv6Prefix(0)).hasMessage("IPv6 prefix: 0 (expected: 1 to 128)");
    }
}
