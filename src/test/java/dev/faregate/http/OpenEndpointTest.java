package dev.faregate.http;

import static dev.faregate.http.GuardedApi.answered;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.http.Problem.Kind;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.ratelimit.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Endpoints that anyone may call. */
class OpenEndpointTest {

    private static final Endpoint PAGE = Endpoint.of("GET /pages/{name}").open();
    private static final Endpoint SIGN_IN = Endpoint.of("POST /sign-in").openToSignIn();
    private static final Endpoints ENDPOINTS = Endpoints.of(Endpoint.of("GET /rows"), PAGE, SIGN_IN);

    private final GuardedApi api = new GuardedApi();
    private final RequestGuard guard = api.guard().build();

    private Verdict page(@Nullable String address, String... headers) {
        return guard.check(FakeRequest.get("/pages/home", headers).from(address), ENDPOINTS);
    }

    private Verdict signIn(String address) {
        return guard.check(FakeRequest.of("POST", "/sign-in").from(address), ENDPOINTS);
    }

    @Test
    void nobodyIsAskedForACredentialAndNoneIsLookedAt() {
        for (List<String> headers : List.of(
                List.<String>of(),
                List.of(api.madeUp()),
                List.of(api.reader(), api.reader()),
                List.of("Authorization: junk"),
                List.of(api.reader()))) {
            Verdict verdict = page("203.0.113.7", headers.toArray(String[]::new));
            assertThat(verdict).isInstanceOf(Verdict.Opened.class);
            assertThat(((Verdict.Opened) verdict).match()).isEqualTo(new Endpoints.Match(PAGE, Map.of("name", "home")));
        }
        assertThat(api.reasons).isEmpty();
        assertThat(api.refusals).isEmpty();
    }

    @Test
    void eachAddressHasABucketOfItsOwnAndATokenMakesNoOther() {
        List<String> remaining = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Verdict verdict = i % 2 == 0 ? page("203.0.113.7") : page("203.0.113.7", api.reader());
            remaining.add(verdict.headers().asMap().get("X-RateLimit-Remaining"));
        }
        assertThat(remaining).containsExactly("4", "3", "2", "1", "0");
        Verdict.Answered refused = answered(page("203.0.113.7", api.reader(), "X-Forwarded-For: 198.51.100.1"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().asMap()).containsEntry("Retry-After", "1").doesNotContainKey("WWW-Authenticate");
        assertThat(page("203.0.113.8")).isInstanceOf(Verdict.Opened.class);
        api.nanos.advance(Duration.ofSeconds(1));
        assertThat(page("203.0.113.7")).isInstanceOf(Verdict.Opened.class);
    }

    @Test
    void oneHouseholdsAddressesOfIpv6AreOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(status(page("2001:db8:1:2::" + i))).isEqualTo(200);
        }
        assertThat(status(page("2001:db8:1:2:ffff::1"))).isEqualTo(429);
        assertThat(status(page("2001:db8:1:3::1"))).isEqualTo(200);
    }

    @Test
    void trustedProxyTellsItsClientsApart() {
        RequestGuard behind = api.guard()
                .trustedProxies(TrustedProxies.xForwardedFor("10.0.0.0/8"))
                .build();
        for (int i = 0; i < 12; i++) {
            FakeRequest request = FakeRequest.get("/pages/home", "X-Forwarded-For: 203.0.113." + i % 2);
            assertThat(status(behind.check(request.from("10.0.0.1"), ENDPOINTS)))
                    .isEqualTo(i < 10 ? 200 : 429);
        }
    }

    @Test
    void clientsWithoutAKnownAddressShareOneBucket() {
        for (int i = 0; i < 5; i++) {
            assertThat(status(page(i % 2 == 0 ? null : "@/run/api.sock"))).isEqualTo(200);
        }
        assertThat(status(page(null))).isEqualTo(429);
    }

    @Test
    void noCallersBucketIsAnAddressesEvenUnderASharedName() {
        Endpoints shared = Endpoints.of(Endpoint.of("GET /rows").limitedAs("all"), PAGE.limitedAs("all"));
        RequestGuard named = api.guard().limitedBy(caller -> "203.0.113.7").build();
        String reader = api.reader();
        for (int i = 0; i < 6; i++) {
            named.check(FakeRequest.get("/rows", reader).from("203.0.113.7"), shared);
        }
        Verdict opened = named.check(FakeRequest.get("/pages/home").from("203.0.113.7"), shared);
        assertThat(opened.headers().asMap()).containsEntry("X-RateLimit-Remaining", "4");
    }

    @Test
    void whatIsNotDeclaredStaysShut() {
        assertThat(status(guard.check(FakeRequest.get("/pages/home/more"), ENDPOINTS)))
                .isEqualTo(401);
        assertThat(status(guard.check(FakeRequest.of("POST", "/pages/home"), ENDPOINTS)))
                .isEqualTo(401);
        assertThat(status(guard.check(FakeRequest.get("/rows"), ENDPOINTS))).isEqualTo(401);
    }

    @Test
    void signingInForAnotherSiteIsRefused() {
        FakeRequest request = FakeRequest.of("POST", "/sign-in", "Sec-Fetch-Site: cross-site");
        assertThat(status(guard.check(request, ENDPOINTS))).isEqualTo(403);
        FakeRequest older = FakeRequest.of("POST", "/sign-in", "Origin: https://evil.example", "Host: api.example");
        assertThat(status(guard.check(older, ENDPOINTS))).isEqualTo(403);
        RequestGuard allowing =
                api.guard().cors(Cors.origins("https://evil.example")).build();
        assertThat(status(allowing.check(older, ENDPOINTS))).isEqualTo(200);
        assertThat(status(signIn("203.0.113.7"))).isEqualTo(200);
    }

    @Test
    void refusalOfAnOpenEndpointChallengesNobody() {
        RequestGuard spelled = api.guard()
                .errorFormat(problem -> new ErrorFormat.Answer(401, "text/plain", problem.detail()))
                .build();
        Verdict.Answered refused =
                spelled.refuse(FakeRequest.of("POST", "/sign-in"), SIGN_IN, Problem.of(Kind.SIGN_IN_FAILED, "No."));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().asMap()).doesNotContainKey("WWW-Authenticate");
    }

    @Test
    void listenerHearsTheDecisionAndNoPrincipal() {
        List<String> heard = new ArrayList<>();
        RequestGuard listened = api.guard()
                .listener(new GuardListener() {
                    @Override
                    public void opened(String endpoint, Decision decision) {
                        heard.add(endpoint + " " + decision.remaining());
                    }
                })
                .build();
        listened.check(FakeRequest.get("/pages/home"), ENDPOINTS);
        assertThat(heard).containsExactly("GET /pages/{name} 4");
    }

    @Test
    void openEndpointCanRequireNothing() {
        for (Runnable mistake : List.<Runnable>of(
                () -> PAGE.requiring(Permission.READ),
                () -> PAGE.requiring(Scopes.of("read")),
                () -> PAGE.requiring(CredentialKind.API_TOKEN),
                () -> PAGE.forResourceIn("name"))) {
            assertThatThrownBy(mistake::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("GET /pages/{name}, which is open");
        }
    }
}
