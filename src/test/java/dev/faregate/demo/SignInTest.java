package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.basic;
import static dev.faregate.demo.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Wrong passwords of an account are stopped after 10 in 10 minutes from one address, in each system's own words. */
class SignInTest {

    private static final int ATTEMPTS = 10;

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    /** A sign-in with a password. */
    private interface SignIn {
        HttpResponse<String> with(String password) throws IOException, InterruptedException;
    }

    @Test
    void boxHeroStopsWrongPasswords() throws Exception {
        HttpResponse<String> stopped = failed(
                401,
                password -> demo.get(
                        "/boxhero/settings/integrations/api-tokens",
                        "Authorization",
                        basic("ada@example.com", password)));
        assertThat(json(stopped))
                .containsOnlyKeys("id", "type", "title", "correlation_id")
                .containsEntry("type", "/errors/usage-limits/exceeded");
        HttpResponse<String> call = demo.get("/boxhero/v1/items", "Authorization", "Bearer made-up");
        assertThat(call.statusCode()).as("the API is not affected").isEqualTo(401);
    }

    @Test
    void nocoDbStopsWrongPasswords() throws Exception {
        HttpResponse<String> stopped = failed(400, password -> {
            String body = "{\"email\":\"ada@example.com\",\"password\":\"" + password + "\"}";
            return demo.post("/nocodb/api/v1/auth/user/signin", body);
        });
        assertThat(json(stopped)).containsOnlyKeys("msg");
    }

    @Test
    void seaTableStopsWrongPasswords() throws Exception {
        HttpResponse<String> stopped = failed(
                400,
                password -> demo.post("/seatable/api2/auth-token/", "username=ada%40example.com&password=" + password));
        assertThat(stopped.body()).isEmpty();
    }

    /** A browser that does not know the password yet asks for it without being counted. */
    @Test
    void askingForThePasswordIsNoFailedAttempt() throws Exception {
        for (int i = 0; i < ATTEMPTS + 5; i++) {
            assertThat(demo.get("/boxhero/settings/integrations/api-tokens").statusCode())
                    .isEqualTo(401);
        }
    }

    /** Fails until that is too much; returns the answer to the right password that came then. */
    private HttpResponse<String> failed(int refusal, SignIn signIn) throws Exception {
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(signIn.with("wrong" + i).statusCode()).isEqualTo(refusal);
        }
        HttpResponse<String> stopped = signIn.with("correct-horse");
        assertThat(stopped.statusCode()).isEqualTo(429);
        Duration wait = Duration.ofSeconds(
                Long.parseLong(stopped.headers().firstValue("Retry-After").orElseThrow()));
        assertThat(wait).isEqualTo(Duration.ofMinutes(1));
        demo.time.pass(wait);
        assertThat(signIn.with("correct-horse").statusCode()).as("forgives").isEqualTo(200);
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(signIn.with("wrong").statusCode()).isEqualTo(refusal);
        }
        assertThat(signIn.with("correct-horse").statusCode()).isEqualTo(429);
        return stopped;
    }
}
