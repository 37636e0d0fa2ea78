package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NocoDbTest {

    private static final String API_TOKENS = "/nocodb/api/v1/tokens";
    private static final String PRODUCTS = "/nocodb/api/v1/db/data/noco/Shop/Products";
    private static final String ME = "/nocodb/api/v1/auth/user/me";
    private static final String SIGN_IN = "/nocodb/api/v1/auth/user/signin";
    private static final String REFRESH = "/nocodb/api/v1/auth/token/refresh";
    private static final String SIGN_OUT = "/nocodb/api/v1/auth/user/signout";
    private static final String LOGIN_AGAIN = "{\"msg\":\"Token Expired. Please login again.\"}";

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @Test
    void userHasOneApiTokenThatWorksUntilItIsDeleted() throws Exception {
        String session = adasSession(demo);
        HttpResponse<String> created = created(session, "Export");
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(json(created)).containsOnlyKeys("id", "fk_user_id", "description", "token", "created_by");
        HttpResponse<String> second = created(session, "Another");
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(json(second)).containsOnlyKeys("msg");

        String apiToken = text(created, "token");
        assertThat(demo.get(PRODUCTS, "xc-token", apiToken).statusCode()).isEqualTo(200);
        assertThat(demo.get(PRODUCTS, "Authorization", "Bearer " + apiToken).statusCode())
                .isEqualTo(200);

        HttpResponse<String> deleted = demo.delete(API_TOKENS + '/' + text(created, "id"), "xc-auth", session);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("1");
        assertThat(demo.get(PRODUCTS, "xc-token", apiToken).statusCode()).isEqualTo(401);
        assertThat(created(session, "Another").statusCode()).isEqualTo(200);
    }

    @Test
    void signedOutSessionIsToldToLoginAgainWhileApiTokenWorks() throws Exception {
        String session = adasSession(demo);
        String apiToken = text(created(session, "Export"), "token");
        HttpResponse<String> signedOut =
                demo.post(SIGN_OUT, "", "xc-auth", session, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(signedOut.statusCode()).isEqualTo(200);
        assertThat(signedOut.body()).isEqualTo("{\"msg\":\"Signed out successfully\"}");

        HttpResponse<String> dead = demo.get(ME, "xc-auth", session);
        assertThat(dead.statusCode()).isEqualTo(401);
        assertThat(dead.body()).isEqualTo(LOGIN_AGAIN);
        assertThat(demo.get(PRODUCTS, "xc-token", apiToken).statusCode()).isEqualTo(200);
    }

    @Test
    void signingOutLeavesOtherSessionsAlone() throws Exception {
        String session = adasSession(demo);
        String other = adasSession(demo);
        demo.post(SIGN_OUT, "", "xc-auth", session);
        assertThat(demo.get(ME, "xc-auth", other).statusCode()).isEqualTo(200);
    }

    @Test
    void sessionSaysWhoIsSignedIn() throws Exception {
        String session = adasSession(demo);
        HttpResponse<String> me = demo.get(ME, "xc-auth", session);
        assertThat(json(me)).containsOnlyKeys("id", "email", "roles").containsEntry("email", "ada@example.com");
        assertThat(SignedJWT.parse(session).getJWTClaimsSet().getClaims())
                .containsEntry("email", "ada@example.com")
                .containsEntry("id", text(me, "id"))
                .containsKeys("roles", "iat", "exp");
    }

    @Test
    void sessionLastsTenHours() throws Exception {
        assertSessionLasts(Duration.ofHours(10), demo);
    }

    @Test
    void sessionLastsAsLongAsEnvironmentSays() throws Exception {
        try (RunningDemo brief = RunningDemo.in(Map.of("NC_JWT_EXPIRES_IN", "30m"))) {
            assertSessionLasts(Duration.ofMinutes(30), brief);
        }
    }

    @Test
    void doesNotStartWithSessionLifeThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunningDemo.in(Map.of("NC_JWT_EXPIRES_IN", "soon")))
                .withMessageContaining("NC_JWT_EXPIRES_IN");
    }

    @Test
    void apiTokenHandlesNeitherApiTokensNorSessions() throws Exception {
        HttpResponse<String> created = created(adasSession(demo), "Export");
        String apiToken = text(created, "token");
        String own = API_TOKENS + '/' + text(created, "id");
        assertThat(demo.get(API_TOKENS, "xc-token", apiToken).statusCode()).isEqualTo(403);
        assertThat(demo.post(API_TOKENS, "{}", "xc-token", apiToken).statusCode())
                .isEqualTo(403);
        assertThat(demo.delete(own, "xc-token", apiToken).statusCode()).isEqualTo(403);
        assertThat(demo.post(SIGN_OUT, "", "xc-token", apiToken).statusCode()).isEqualTo(403);
    }

    @Test
    void apiTokenWinsOverSession() throws Exception {
        String session = adasSession(demo);
        assertThat(demo.get(PRODUCTS, "xc-token", "nonsense", "xc-auth", session)
                        .statusCode())
                .isEqualTo(401);
        String apiToken = text(created(session, "Export"), "token");
        assertThat(demo.get(API_TOKENS, "xc-auth", session, "xc-token", apiToken)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void usersListAndDeleteOnlyTheirOwnApiToken() throws Exception {
        HttpResponse<String> created = created(adasSession(demo), "Export");
        String grace = session(demo, "grace@example.com", "battery-staple");
        assertThat(demo.get(API_TOKENS, "xc-auth", adasSession(demo)).body())
                .contains("Export", "\"totalRows\":1", "\"isLastPage\":true")
                .contains(text(created, "token"));
        assertThat(demo.get(API_TOKENS, "xc-auth", grace).body()).contains("\"list\":[]", "\"totalRows\":0");
        assertThat(demo.delete(API_TOKENS + '/' + text(created, "id"), "xc-auth", grace)
                        .statusCode())
                .isEqualTo(404);
        assertThat(demo.get(PRODUCTS, "xc-token", text(created, "token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void listsAsTheClientReadsIt() throws Exception {
        String session = adasSession(demo);
        HttpResponse<String> created = created(session, "Export");
        String list = demo.get(API_TOKENS, "xc-auth", session).body();
        assertThat(list)
                .isEqualTo(
                        "{\"list\":[" + created.body() + "],\"pageInfo\":{\"totalRows\":1,\"page\":1,\"pageSize\":25,"
                                + "\"isFirstPage\":true,\"isLastPage\":true}}");
        assertThat(text(created, "fk_user_id")).isEqualTo(text(demo.get(ME, "xc-auth", session), "id"));
        assertThat(text(created, "created_by")).isEqualTo("ada@example.com");
    }

    @Test
    void headersForBrowsersStandInARefusalOnce() throws Exception {
        String origin = demo.address().toString().replaceFirst("/$", "");
        String session = adasSession(demo);
        created(session, "Export");
        HttpResponse<String> refused =
                demo.post(API_TOKENS, "{\"description\":\"Another\"}", "xc-auth", session, "Origin", origin);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().allValues("Access-Control-Expose-Headers")).hasSize(1);
    }

    @Test
    void postsWithoutABodyMayCallThemselvesForms() throws Exception {
        HttpResponse<String> refreshed = demo.post(
                REFRESH, "", "Cookie", refreshCookie(signedIn()), "Content-Type", "application/x-www-form-urlencoded");
        assertThat(refreshed.statusCode()).isEqualTo(200);
    }

    @Test
    void refreshCookieCarriesTheSessionOnOnceEach() throws Exception {
        HttpResponse<String> signedIn = signedIn();
        String first = refreshCookie(signedIn);
        demo.time.pass(Duration.ofHours(11));
        assertThat(demo.get(ME, "xc-auth", text(signedIn, "token")).statusCode())
                .isEqualTo(401);

        HttpResponse<String> refreshed = demo.post(REFRESH, "", "Cookie", first);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        String session = text(refreshed, "token");
        assertThat(demo.get(ME, "xc-auth", session).statusCode()).isEqualTo(200);
        assertThat(refreshCookie(refreshed)).isNotEqualTo(first);

        demo.time.pass(Duration.ofSeconds(11));
        assertThat(demo.post(REFRESH, "", "Cookie", first).statusCode()).isEqualTo(400);
        assertThat(demo.get(ME, "xc-auth", session).body()).isEqualTo(LOGIN_AGAIN);
    }

    @Test
    void refreshingNeedsTheCookie() throws Exception {
        for (String cookie :
                List.of("other=1", "refresh_token=", "refresh_token=a; refresh_token=b", "refresh_token=nonsense")) {
            HttpResponse<String> refused = demo.post(REFRESH, "", "Cookie", cookie);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused)).containsOnlyKeys("msg");
        }
    }

    @Test
    void signingOutEndsTheRefreshCookieToo() throws Exception {
        HttpResponse<String> signedIn = signedIn();
        HttpResponse<String> signedOut = demo.post(SIGN_OUT, "", "xc-auth", text(signedIn, "token"));
        assertThat(signedOut.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie ->
                        assertThat(cookie).startsWith("refresh_token=;").contains("Max-Age=0"));
        assertThat(demo.post(REFRESH, "", "Cookie", refreshCookie(signedIn)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesWrongPassword() throws Exception {
        HttpResponse<String> refused =
                demo.post(SIGN_IN, "{\"email\":\"ada@example.com\",\"password\":\"battery-staple\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"msg\":\"Invalid credentials\"}");
    }

    private static void assertSessionLasts(Duration life, RunningDemo demo) throws Exception {
        String session = adasSession(demo);
        demo.time.pass(life.minusSeconds(1));
        assertThat(demo.get(ME, "xc-auth", session).statusCode()).isEqualTo(200);
        demo.time.pass(Duration.ofSeconds(1));
        HttpResponse<String> expired = demo.get(ME, "xc-auth", session);
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(expired.body()).isEqualTo(LOGIN_AGAIN);
    }

    private HttpResponse<String> created(String session, String description) throws IOException, InterruptedException {
        return demo.post(API_TOKENS, "{\"description\":\"" + description + "\"}", "xc-auth", session);
    }

    private HttpResponse<String> signedIn() throws IOException, InterruptedException {
        return demo.post(SIGN_IN, "{\"email\":\"ada@example.com\",\"password\":\"correct-horse\"}");
    }

    private static String refreshCookie(HttpResponse<String> response) {
        String header = response.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(header).contains("; HttpOnly", "; SameSite=Strict", "; Path=/nocodb/");
        return header.substring(0, header.indexOf(';'));
    }

    private static String adasSession(RunningDemo demo) throws IOException, InterruptedException {
        return session(demo, "ada@example.com", "correct-horse");
    }

    private static String session(RunningDemo demo, String email, String password)
            throws IOException, InterruptedException {
        String body = "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
        return text(demo.post(SIGN_IN, body), "token");
    }
}
