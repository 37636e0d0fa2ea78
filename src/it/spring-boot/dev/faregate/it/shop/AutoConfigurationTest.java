package dev.faregate.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.http.GuardListener;
import dev.faregate.http.RequestGuard;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.integration.spring.FaregateProperties;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An application with nothing of its own but properties and handlers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoConfigurationTest {

    private static final String KEY =
            Base64.getEncoder().encodeToString("thirty-two bytes, as many as needed".getBytes());

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<RejectionReason> heard = new CopyOnWriteArrayList<>();
    private ConfigurableApplicationContext application;
    private Faregate faregate;

    @BeforeAll
    void start() {
        application = new SpringApplicationBuilder(ShopApplication.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(GuardListener.class, () -> new GuardListener() {
                            @Override
                            public void rejected(String endpoint, RejectionReason reason) {
                                heard.add(reason);
                            }
                        }))
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "faregate.signing-key=" + KEY,
                        "faregate.token-prefix=shop",
                        "faregate.base-token-life=2h",
                        "faregate.limit=60/h burst 3,1000/d",
                        "faregate.limits[POST /exports]=1/d",
                        "faregate.dialect=per-minute",
                        "faregate.realm=shop",
                        "faregate.open-paths=/open/**",
                        "faregate.exchange-path=/oauth/token")
                .run();
        faregate = application.getBean(Faregate.class);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    private String issue(String owner, String resource) {
        ApiTokenRequest request = ApiTokenRequest.of("test", Owner.of(owner), Permission.READ_WRITE);
        return faregate.tokenIssuer()
                .issue(resource == null ? request : request.forResource(Resource.of(resource)))
                .orElseThrow()
                .secret();
    }

    private HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return send(application, method, path, token, body);
    }

    private HttpResponse<String> send(
            ConfigurableApplicationContext server, String method, String path, String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<Integer> statuses(int times, String method, String path, String token) throws Exception {
        Integer[] statuses = new Integer[times];
        for (int i = 0; i < times; i++) {
            statuses[i] = send(method, path, token, "").statusCode();
        }
        return List.of(statuses);
    }

    @Test
    void handlerIsGuardedAndToldWhoCalls() throws Exception {
        assertThat(send("GET", "/rows/7", null, "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/rows/7", issue("ada", null), "").body()).isEqualTo("ada reads 7");
    }

    @Test
    void propertiesSayWhatTheInstallationIs() throws Exception {
        String token = issue("bob", null);
        assertThat(token).startsWith("shop_");
        assertThat(exchange(token).body()).contains("\"expires_in\":7200");
        assertThat(send("GET", "/rows/7", null, "").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"shop\"");
        assertThat(send("GET", "/rows/7", token, "").headers().firstValue("X-RateLimit-Limit"))
                .as("of 60 an hour and 1,000 a day, the one that binds, in requests per minute")
                .contains("1");
    }

    private HttpResponse<String> exchange(String apiToken) throws Exception {
        return send(
                "POST",
                "/oauth/token",
                null,
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=" + apiToken
                        + "&subject_token_type=urn:faregate:token-type:api-token");
    }

    @Test
    void apiTokensAreExchangedWhereThePropertiesSay() throws Exception {
        HttpResponse<String> answer = exchange(issue("ilse", null));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        String baseToken = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        assertThat(send("GET", "/rows/7", baseToken, "").body()).isEqualTo("ilse reads 7");
        assertThat(exchange("shop_nobodyIssuedThis").statusCode()).isEqualTo(400);
    }

    @Test
    void defaultLimitComesFromTheProperties() throws Exception {
        assertThat(statuses(4, "GET", "/rows/7", issue("carl", null))).containsExactly(200, 200, 200, 429);
    }

    @Test
    void handlersOwnLimitIsTheAnnotations() throws Exception {
        assertThat(statuses(3, "POST", "/reports", issue("dora", null))).containsExactly(200, 200, 429);
    }

    @Test
    void propertiesSayMoreThanAnAnnotation() throws Exception {
        assertThat(statuses(2, "POST", "/exports", issue("emil", null))).containsExactly(200, 429);
    }

    @Test
    void endpointsBeanSaysWhatAnEndpointNeeds() throws Exception {
        String token = issue("fred", "base-1");
        assertThat(send("GET", "/bases/base-1/rows", token, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/bases/base-2/rows", token, "").statusCode()).isEqualTo(401);
        assertThat(heard).contains(RejectionReason.WRONG_RESOURCE);
    }

    @Test
    void whatNoHandlerIsForIsGuardedToo() throws Exception {
        assertThat(send("GET", "/nothing", null, "").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/reports", null, "").statusCode()).isEqualTo(401);
        String token = issue("gina", null);
        assertThat(send("GET", "/nothing", token, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/reports", token, "").statusCode()).isEqualTo(405);
    }

    @Test
    void guardedPartIsGuardedHoweverItsPathIsSpelled() throws Exception {
        try (ConfigurableApplicationContext part = new SpringApplicationBuilder(ShopApplication.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "faregate.guarded-paths=/rows/**,/bases/**,/reports")
                .run()) {
            for (String path :
                    List.of("/rows/7", "/rows;x=1/7", "/;x=1/rows/7", "//rows/7", "/%72ows/7", "/x/../rows/7")) {
                assertThat(send(part, "GET", path, null, "").statusCode())
                        .as(path)
                        .isIn(400, 401, 404);
            }
            assertThat(send(part, "POST", "/exports", null, "").statusCode())
                    .as("unguarded, and told no caller")
                    .isEqualTo(500);
        }
    }

    @Test
    void errorPageOfSomethingBeforeTheGuardIsNotGuarded() throws Exception {
        assertThat(send("GET", "/teapot", null, "").statusCode()).isEqualTo(418);
    }

    @Test
    void principalOnAnOpenPathIsAProgrammersMistake() throws Exception {
        assertThat(send("GET", "/open/mistake", issue("hugo", null), "").statusCode())
                .isEqualTo(500);
    }

    @Test
    void shortOrSpoiltKeyStopsTheStartAndIsNotRepeated() {
        for (String key : List.of("c2hvcnQ=", "not base64 at all, but a secret")) {
            assertThatThrownBy(() -> new SpringApplicationBuilder(ShopApplication.class)
                            .web(WebApplicationType.NONE)
                            .properties("faregate.signing-key=" + key)
                            .run())
                    .hasStackTraceContaining("(expected: >= 32")
                    .satisfies(thrown -> {
                        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain(key);
                        }
                    });
        }
    }

    @Test
    void propertiesAsTextShowNoKey() {
        assertThat(application.getBean(FaregateProperties.class).toString()).doesNotContain(KEY);
    }

    @Test
    void applicationsOwnBeansWin() {
        RateLimiter limiter = RateLimiter.builder().limit(Limit.perMinute(7)).build();
        Faregate own = Faregate.builder()
                .rateLimiter(limiter)
                .baseTokenLife(Duration.ofMinutes(1))
                .build();
        RequestGuard guard = own.guard(CredentialKind.BASE_TOKEN).build();
        try (ConfigurableApplicationContext other = new SpringApplicationBuilder(ShopApplication.class)
                .initializers(context -> {
                    ((GenericApplicationContext) context).registerBean(Faregate.class, () -> own);
                    ((GenericApplicationContext) context).registerBean(RequestGuard.class, () -> guard);
                })
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(other.getBean(Faregate.class)).isSameAs(own);
            assertThat(other.getBean(RequestGuard.class)).isSameAs(guard);
            assertThat(other.getBeansOfType(RateLimiter.class)).isEmpty();
            assertThat(limiter.take("GET /rows/{id}", "caller").limit()).isEqualTo(Limit.perMinute(7));
        }
    }
}
