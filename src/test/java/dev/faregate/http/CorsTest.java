package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.answered;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.ratelimit.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String APP = "Origin: https://app.example";
    private static final String EXPOSED =
            "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, WWW-Authenticate";

    private final GuardedApi api = new GuardedApi();
    private final String reader = api.reader();
    private final RequestGuard plain = api.guard().build();
    private final RequestGuard named =
            api.guard().cors(Cors.origins("https://app.example")).build();

    private static FakeRequest preflight(String path) {
        return FakeRequest.of(
                "OPTIONS",
                path,
                APP,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization,content-type");
    }

    @Test
    void preflightIsNeitherAuthenticatedNorLimitedAndPassesToTheApplication() {
        for (int i = 0; i < 100; i++) {
            for (String path : new String[] {"/rows", "/nowhere", "//rows"}) {
                assertThat(plain.check(preflight(path), ENDPOINTS)).isInstanceOf(Verdict.Preflight.class);
            }
        }
        Endpoint route = Endpoint.ofRoute("OPTIONS", "/rows");
        assertThat(plain.check(preflight("/rows"), route, Map.of())).isInstanceOf(Verdict.Preflight.class);
        assertThat(api.refusals).isEmpty();
    }

    @Test
    void preflightIsAnsweredByAGuardThatKnowsTheOrigins() {
        for (int i = 0; i < 100; i++) {
            Verdict.Answered answer = answered(named.check(preflight("/rows"), ENDPOINTS));
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.bytes()).isEmpty();
            assertThat(answer.headers().asMap())
                    .isEqualTo(Map.of(
                            "Access-Control-Allow-Origin",
                            "https://app.example",
                            "Access-Control-Allow-Methods",
                            "POST",
                            "Access-Control-Allow-Headers",
                            "authorization,content-type",
                            "Access-Control-Max-Age",
                            "3600",
                            "Vary",
                            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"));
        }
        assertThat(named.check(preflight("/nowhere"), ENDPOINTS)).isEqualTo(named.check(preflight("/rows"), ENDPOINTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.example.evil.example",
                "http://app.example",
                "https://app.example:8443",
                "https://APP.example",
                "null",
                ""
            })
    void anotherOriginIsAllowedNothing(String origin) {
        FakeRequest asked =
                FakeRequest.of("OPTIONS", "/rows", "Origin: " + origin, "Access-Control-Request-Method: POST");
        assertThat(answered(named.check(asked, ENDPOINTS)).headers().asMap()).containsOnlyKeys("Vary");
        Verdict read = named.check(FakeRequest.get("/rows", "Origin: " + origin, reader), ENDPOINTS);
        assertThat(read).isInstanceOf(Verdict.Admitted.class);
        assertThat(read.headers().asMap()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void refusalsAndAdmissionsCanBeReadByScripts() {
        for (int i = 0; i < 6; i++) {
            Verdict verdict = named.check(FakeRequest.get("/rows", APP, reader), ENDPOINTS);
            assertThat(status(verdict)).isEqualTo(i < 5 ? 200 : 429);
            assertReadable(verdict);
        }
        assertReadable(named.check(FakeRequest.get("/rows", APP), ENDPOINTS));
        assertReadable(named.check(FakeRequest.of("POST", "/rows", APP, reader), ENDPOINTS));
        Problem problem = Problem.of(Problem.Kind.RESOURCE_UNKNOWN, "No such row.");
        assertReadable(named.refuse(FakeRequest.get("/rows", APP), Endpoint.of("GET /rows"), problem));
    }

    private static void assertReadable(Verdict verdict) {
        assertThat(verdict.headers().asMap())
                .containsEntry("Access-Control-Allow-Origin", "https://app.example")
                .containsEntry("Access-Control-Expose-Headers", EXPOSED)
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void answersVaryByOriginEvenWhenNoneWasSent() {
        assertThat(named.check(FakeRequest.get("/rows", reader), ENDPOINTS)
                        .headers()
                        .asMap())
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Expose-Headers");
    }

    @Test
    void guardWithoutRulesLeavesOriginsToTheApplicationAndExposesItsHeaders() {
        assertThat(plain.check(FakeRequest.get("/rows", APP, reader), ENDPOINTS)
                        .headers()
                        .asMap())
                .containsEntry("Access-Control-Expose-Headers", EXPOSED)
                .doesNotContainKeys("Access-Control-Allow-Origin", "Vary");
        assertThat(plain.check(FakeRequest.get("/rows", reader), ENDPOINTS)
                        .headers()
                        .asMap())
                .doesNotContainKey("Access-Control-Expose-Headers");
    }

    @Test
    void exposedNamesAreThoseOfTheDialect() {
        RequestGuard draft =
                api.guard().rateLimitHeaders(RateLimitHeaders.draft11()).build();
        assertThat(draft.check(FakeRequest.get("/rows", APP, reader), ENDPOINTS)
                        .headers()
                        .get("Access-Control-Expose-Headers"))
                .isEqualTo("RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate");
    }

    @Test
    void eachAllowedOriginIsNamedItself() {
        RequestGuard two = api.guard()
                .cors(Cors.origins("https://app.example", "https://other.example"))
                .build();
        for (String origin : new String[] {"https://app.example", "https://other.example", "https://app.example"}) {
            assertThat(two.check(FakeRequest.get("/rows", "Origin: " + origin, reader), ENDPOINTS)
                            .headers()
                            .get("Access-Control-Allow-Origin"))
                    .isEqualTo(origin);
        }
        assertThat(two.check(FakeRequest.get("/rows", APP, "Origin: https://other.example", reader), ENDPOINTS)
                        .headers()
                        .asMap())
                .containsEntry("Access-Control-Expose-Headers", EXPOSED)
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void dialectOfTheApplicationIsReadableToo() {
        RateLimitHeaders own = new RateLimitHeaders() {
            @Override
            public void write(Decision decision, BiConsumer<String, String> headers) {
                headers.accept("Left", Long.toString(decision.remaining()));
            }

            @Override
            public List<String> names() {
                return List.of("Left");
            }
        };
        RequestGuard guard =
                api.guard().rateLimitHeaders(own).cors(Cors.anyOrigin()).build();
        for (String left : new String[] {"4", "3"}) {
            assertThat(guard.check(FakeRequest.get("/rows", APP, reader), ENDPOINTS)
                            .headers()
                            .asMap())
                    .isEqualTo(Map.of(
                            "Left",
                            left,
                            "Access-Control-Allow-Origin",
                            "*",
                            "Access-Control-Expose-Headers",
                            "Left, Retry-After, WWW-Authenticate"));
        }
    }

    @Test
    void anyOriginNeedsNoVary() {
        RequestGuard open = api.guard().cors(Cors.anyOrigin()).build();
        assertThat(open.check(FakeRequest.get("/rows", APP), ENDPOINTS)
                        .headers()
                        .asMap())
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Vary");
    }

    @Test
    void answerForAnyOriginIsTheSameWhoeverAsked() {
        RequestGuard open = api.guard().cors(Cors.anyOrigin()).build();
        ResponseHeaders toNone = open.check(FakeRequest.get("/rows"), ENDPOINTS).headers();
        assertThat(toNone)
                .isEqualTo(open.check(FakeRequest.get("/rows", APP), ENDPOINTS).headers());
        assertThat(toNone.get("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void credentialsAreForNamedOriginsOnlyAndTheAgeIsChosen() {
        RequestGuard guard = api.guard()
                .cors(Cors.origins("https://app.example").withCredentials().maxAge(Duration.ofMinutes(5)))
                .build();
        assertThat(guard.check(preflight("/rows"), ENDPOINTS).headers().asMap())
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Access-Control-Max-Age", "300");
        assertThatThrownBy(() -> Cors.anyOrigin().withCredentials())
                .hasMessage("credentials: of any origin (expected: named origins)");
        assertThatThrownBy(() -> Cors.anyOrigin().maxAge(Duration.ofSeconds(-1)))
                .hasMessage("max age: PT-1S (expected: >= 0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "https://app.example/", "https://App.example", "app.example", ""})
    void originThatNoBrowserSendsIsRefused(String origin) {
        assertThatThrownBy(() -> Cors.origins(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("origin: \"" + origin + "\" (expected: ");
    }

    @Test
    void optionsWithoutAPreflightsHeadersIsAnOrdinaryRequest() {
        for (FakeRequest ordinary : new FakeRequest[] {
            FakeRequest.of("OPTIONS", "/rows"),
            FakeRequest.of("OPTIONS", "/rows", APP),
            FakeRequest.of("OPTIONS", "/rows", "Access-Control-Request-Method: GET"),
            FakeRequest.of("GET", "/rows", APP, "Access-Control-Request-Method: GET")
        }) {
            assertThat(status(plain.check(ordinary, ENDPOINTS))).isEqualTo(401);
        }
        assertThat(status(plain.check(FakeRequest.of("OPTIONS", "/rows", reader), ENDPOINTS)))
                .isEqualTo(405);
    }

    @Test
    void requestedNamesThatAreNoneAreNotEchoed() {
        FakeRequest hostile = FakeRequest.of(
                "OPTIONS",
                "/rows",
                APP,
                "Access-Control-Request-Method: PO\"ST",
                "Access-Control-Request-Headers: a:b");
        assertThat(named.check(hostile, ENDPOINTS).headers().asMap())
                .doesNotContainKeys("Access-Control-Allow-Methods", "Access-Control-Allow-Headers");
    }
}
