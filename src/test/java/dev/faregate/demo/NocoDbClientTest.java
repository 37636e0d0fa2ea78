package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.json;
import static dev.faregate.demo.RunningDemo.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code src/demo/clients/nocodb.mjs} says with nocodb-sdk 0.301.3, request by request as that client sends it. */
class NocoDbClientTest {

    private static final String AUTH = "/nocodb/api/v1/auth/";
    private static final String API_TOKENS = "/nocodb/api/v1/tokens";
    private static final String RECORDS = "/nocodb/api/v1/db/data/noco/Shop/Products";
    private static final String OVER = "{\"msg\":\"Token Expired. Please login again.\"}";

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    @Test
    void wholeConversation() throws Exception {
        // Ada signs in, after a typing mistake.
        assertRefused(400, "{\"msg\":\"Invalid credentials\"}", signIn("wrong"));
        String session = text(carriedOut(signIn("correct-horse")), "token");
        JWTClaimsSet claims = SignedJWT.parse(session).getJWTClaimsSet();
        assertThat(claims.getStringClaim("email")).isEqualTo("ada@example.com");
        assertThat(claims.getClaims()).containsKeys("id", "roles");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(10));
        assertThat(json(carriedOut(me(session))))
                .containsEntry("email", "ada@example.com")
                .containsKey("roles");

        // She creates her one API token, and copies it again from the list.
        assertThat(carriedOut(apiTokens(session)).body()).contains("\"list\":[]");
        HttpResponse<String> created = carriedOut(created(session, "my script"));
        String apiToken = text(created, "token");
        assertThat(apiToken).hasSize(40);
        assertThat(text(created, "description")).isEqualTo("my script");
        assertRefused(400, "{\"msg\":\"No further API token: the quota is 1.\"}", created(session, "another"));
        assertThat(carriedOut(apiTokens(session)).body())
                .contains("\"token\":\"" + apiToken + '"', "\"totalRows\":1", "\"isLastPage\":true");

        // Her script reads with it, in every spelling, and handles no API tokens.
        assertThat(carriedOut(demo.get(RECORDS, "xc-token", apiToken)).body())
                .contains("Lantern", "Rope, 20 m", "Compass");
        carriedOut(demo.get(RECORDS, "Authorization", "Bearer " + apiToken));
        carriedOut(demo.get(RECORDS, "xc-token", apiToken, "xc-auth", "no session"));
        carriedOut(demo.get(RECORDS, "xc-auth", session));
        assertRefused(
                403,
                "{\"msg\":\"The credential does not allow this operation.\"}",
                demo.get(API_TOKENS, "xc-token", apiToken));

        // Her browser carries the session on by its cookie, which is another each time.
        assertRefused(400, "{\"msg\":\"Missing refresh token\"}", demo.post(AUTH + "token/refresh", ""));
        String cookie = cookie(carriedOut(signIn("correct-horse")));
        HttpResponse<String> refreshed = carriedOut(demo.post(
                AUTH + "token/refresh", "", "Cookie", cookie, "Content-Type", "application/x-www-form-urlencoded"));
        assertThat(cookie(refreshed)).isNotEqualTo(cookie);
        carriedOut(me(text(refreshed, "token")));

        // The deleted API token is dead, and its place is free.
        assertThat(carriedOut(deleted(session, created)).body()).isEqualTo("1");
        assertRefused(401, "{\"msg\":\"The credential is not accepted.\"}", demo.get(RECORDS, "xc-token", apiToken));
        HttpResponse<String> next = carriedOut(created(session, "next"));

        // Signed out is signed out; the API token works on.
        HttpResponse<String> signedOut = demo.post(
                AUTH + "user/signout", "", "xc-auth", session, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(carriedOut(signedOut).body()).isEqualTo("{\"msg\":\"Signed out successfully\"}");
        assertRefused(401, OVER, me(session));
        assertThat(carriedOut(demo.get(RECORDS, "xc-token", text(next, "token")))
                        .body())
                .contains("\"totalRows\":3");
        String again = text(carriedOut(signIn("correct-horse")), "token");
        assertThat(carriedOut(deleted(again, next)).body()).isEqualTo("1");
    }

    private HttpResponse<String> signIn(String password) throws IOException, InterruptedException {
        String body = "{\"email\":\"ada@example.com\",\"password\":\"" + password + "\"}";
        return demo.post(AUTH + "user/signin", body, "Content-Type", "application/json");
    }

    private HttpResponse<String> me(String session) throws IOException, InterruptedException {
        return demo.get(AUTH + "user/me", "xc-auth", session);
    }

    private HttpResponse<String> apiTokens(String session) throws IOException, InterruptedException {
        return demo.get(API_TOKENS, "xc-auth", session);
    }

    private HttpResponse<String> created(String session, String description) throws IOException, InterruptedException {
        String body = "{\"description\":\"" + description + "\"}";
        return demo.post(API_TOKENS, body, "xc-auth", session, "Content-Type", "application/json");
    }

    private HttpResponse<String> deleted(String session, HttpResponse<String> created)
            throws IOException, InterruptedException {
        return demo.delete(API_TOKENS + '/' + text(created, "id"), "xc-auth", session);
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
    }

    private static HttpResponse<String> carriedOut(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static void assertRefused(int status, String body, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }
}
