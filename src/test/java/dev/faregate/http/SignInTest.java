package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.http.Problem.Kind;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passwords that are tried one after another. */
class SignInTest {

    private static final Endpoint SIGN_IN = Endpoint.of("POST /sign-in").openToSignIn();
    private static final Endpoints SIGN_INS = Endpoints.of(SIGN_IN);
    private static final String PASSWORD = "correct-horse";
    private static final String OFFICE = "203.0.113.7";

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.guard().build();
    private int checked;

    private @Nullable Kind signIn(String address, String account, String password) {
        return signIn(guard, address, account, password);
    }

    /** What a handler would do; null for success. */
    private @Nullable Kind signIn(RequestGuard by, String address, String account, String password) {
        api.nanos.advance(Duration.ofMillis(200));
        Verdict verdict = by.check(FakeRequest.of("POST", "/sign-in").from(address), SIGN_INS);
        try {
            assertThat(((Verdict.Opened) verdict).signIn().attempt(account, () -> checked(password)))
                    .isEqualTo("user");
            return null;
        } catch (RefusedException refused) {
            return refused.problem().kind();
        }
    }

    private String checked(String password) {
        checked++;
        if (!password.equals(PASSWORD)) {
            throw new RefusedException(Problem.of(Kind.SIGN_IN_FAILED, "Wrong."));
        }
        return "user";
    }

    private void failTenTimes(String address, String account) {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn(address, account, "wrong " + i))
                    .as("attempt %d", i)
                    .isEqualTo(Kind.SIGN_IN_FAILED);
        }
    }

    @Test
    void eleventhPasswordIsRefusedUncheckedEvenIfItIsRight() {
        failTenTimes(OFFICE, "ada");
        checked = 0;
        assertThat(signIn(OFFICE, "ada", PASSWORD)).isEqualTo(Kind.RATE_LIMITED);
        assertThat(checked).isZero();
        api.nanos.advance(Duration.ofMinutes(1));
        assertThat(signIn(OFFICE, "ada", PASSWORD)).isNull();
    }

    @Test
    void otherAccountsOfTheAddressAndOtherAddressesOfTheAccountSignIn() {
        failTenTimes(OFFICE, "ada");
        assertThat(signIn(OFFICE, "grace", PASSWORD)).isNull();
        assertThat(signIn("198.51.100.1", "ada", PASSWORD)).isNull();
    }

    @Test
    void wrongPasswordCostsTheApiNothing() {
        failTenTimes(OFFICE, "ada");
        FakeRequest request = FakeRequest.get("/rows", api.reader()).from(OFFICE);
        assertThat(status(guard.check(request, ENDPOINTS))).isEqualTo(200);
        assertThat(status(guard.check(FakeRequest.get("/rows", api.madeUp()).from(OFFICE), ENDPOINTS)))
                .isEqualTo(401);
    }

    @Test
    void madeUpApiTokensCostNoSignIn() {
        for (int i = 0; i < 30; i++) {
            guard.check(FakeRequest.get("/rows", api.madeUp()).from(OFFICE), ENDPOINTS);
        }
        assertThat(signIn(OFFICE, "ada", PASSWORD)).isNull();
    }

    @Test
    void successForgives() {
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 9; i++) {
                assertThat(signIn(OFFICE, "ada", "wrong")).isEqualTo(Kind.SIGN_IN_FAILED);
            }
            assertThat(signIn(OFFICE, "ada", PASSWORD)).isNull();
        }
    }

    @Test
    void attemptsAtTheSameTimeAreNoWayPastTheLimit() {
        Verdict.Opened opened =
                (Verdict.Opened) guard.check(FakeRequest.of("POST", "/sign-in").from(OFFICE), SIGN_INS);
        List<Object> outcomes = new ArrayList<>();
        assertThatThrownBy(() -> outcomes.add(opened.signIn().attempt("ada", () -> {
                    // Ten others fail while this one is checked.
                    failTenTimes(OFFICE, "ada");
                    return "user";
                })))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(Kind.RATE_LIMITED));
        assertThat(outcomes).isEmpty();
    }

    @Test
    void clientOfIpv6IsItsPrefixAndItsNetworkHasTenTimesTheAttempts() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("2001:db8:1:2::" + i, "ada", "wrong")).isEqualTo(Kind.SIGN_IN_FAILED);
        }
        assertThat(signIn("2001:db8:1:2:ffff::1", "ada", PASSWORD)).isEqualTo(Kind.RATE_LIMITED);
        for (int i = 0; i < 95; i++) {
            signIn("2001:db8:1:" + Integer.toHexString(16 + i) + "::1", "ada", "wrong");
        }
        assertThat(signIn("2001:db8:1:ffff::1", "ada", PASSWORD)).isEqualTo(Kind.RATE_LIMITED);
        assertThat(signIn("2001:db8:1:ffff::1", "grace", PASSWORD)).isNull();
        assertThat(signIn("2001:db8:2:ffff::1", "ada", PASSWORD)).isNull();
    }

    @Test
    void limitCanBeChosenOrLeftOutAndHoldsInShadowMode() {
        RequestGuard strict = api.guard().failedSignIns(Limit.perHour(1)).build();
        assertThat(signIn(strict, OFFICE, "ada", "wrong")).isEqualTo(Kind.SIGN_IN_FAILED);
        assertThat(signIn(strict, OFFICE, "ada", PASSWORD)).isEqualTo(Kind.RATE_LIMITED);
        RequestGuard unlimited = api.guard().unlimitedFailedSignIns().build();
        for (int i = 0; i < 30; i++) {
            assertThat(signIn(unlimited, OFFICE, "ada", "wrong")).isEqualTo(Kind.SIGN_IN_FAILED);
        }
        RequestGuard shadowed = RequestGuard.builder(RateLimiter.builder()
                        .limit(Limit.perSecond(5))
                        .shadow()
                        .clock(api.nanos)
                        .build())
                .accept(Authenticator.of(api.faregate.tokenIssuer()))
                .failedSignIns(Limit.perHour(1))
                .build();
        assertThat(signIn(shadowed, OFFICE, "ada", "wrong")).isEqualTo(Kind.SIGN_IN_FAILED);
        assertThat(signIn(shadowed, OFFICE, "ada", PASSWORD)).isEqualTo(Kind.RATE_LIMITED);
    }

    @Test
    void otherExceptionsOfACheckPassAndCountNothing() {
        for (int i = 0; i < 30; i++) {
            api.nanos.advance(Duration.ofMillis(200));
            Verdict.Opened opened = (Verdict.Opened)
                    guard.check(FakeRequest.of("POST", "/sign-in").from(OFFICE), SIGN_INS);
            assertThatThrownBy(() -> opened.signIn().attempt("ada", () -> {
                        throw new IllegalStateException("directory down");
                    }))
                    .hasMessage("directory down");
        }
        assertThat(signIn(OFFICE, "ada", PASSWORD)).isNull();
    }
}
