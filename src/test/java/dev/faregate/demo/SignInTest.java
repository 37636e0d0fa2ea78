package dev.faregate.demo;

import static dev.faregate.demo.RunningDemo.basic;
import static dev.faregate.demo.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who guesses passwords is stopped after 20 a minute from one address, in each system's own words. */
class SignInTest {

    private static final int GUESSES = 20;

    @AutoClose
    private final RunningDemo demo = RunningDemo.started();

    /** A sign-in with a password. */
    private interface SignIn {
        HttpResponse<String> with(String password) throws IOException, InterruptedException;
    }

    @Test
    void boxHeroStopsGuesses() throws Exception {
        HttpResponse<String> stopped = guessed(
                401,
                password -> demo.get(
                        "/boxhero/settings/integrations/api-tokens",
                        "Authorization",
                        basic("ada@example.com", password)));
        assertThat(json(stopped))
                .containsOnlyKeys("id", "type", "title", "correlation_id")
                .containsEntry("type", "/errors/usage-limits/exceeded");
        HttpResponse<String> call = demo.get("/boxhero/v1/items", "Authorization", "Bearer guess");
        assertThat(call.statusCode())
                .as("guesses at API tokens count with them")
                .isEqualTo(429);
    }

    @Test
    void nocoDbStopsGuesses() throws Exception {
        HttpResponse<String> stopped = guessed(400, password -> {
            String body = "{\"email\":\"ada@example.com\",\"password\":\"" + password + "\"}";
            return demo.post("/nocodb/api/v1/auth/user/signin", body);
        });
        assertThat(json(stopped)).containsOnlyKeys("msg");
    }

    @Test
    void seaTableStopsGuesses() throws Exception {
        HttpResponse<String> stopped = guessed(
                400,
                password -> demo.post("/seatable/api2/auth-token/", "username=ada%40example.com&password=" + password));
        assertThat(stopped.body()).isEmpty();
    }

    /** Whoever does not know the password yet asks for it without being counted. */
    @Test
    void askingForThePasswordIsNoGuess() throws Exception {
        for (int i = 0; i < GUESSES + 5; i++) {
            assertThat(demo.get("/boxhero/settings/integrations/api-tokens").statusCode())
                    .isEqualTo(401);
        }
    }

    /** Guesses until that is too much; returns the answer to the right password that came then. */
    private HttpResponse<String> guessed(int refusal, SignIn signIn) throws Exception {
        for (int i = 0; i < GUESSES; i++) {
            assertThat(signIn.with("guess" + i).statusCode()).isEqualTo(refusal);
        }
        HttpResponse<String> stopped = signIn.with("correct-horse");
        assertThat(stopped.statusCode()).isEqualTo(429);
        Duration wait = Duration.ofSeconds(
                Long.parseLong(stopped.headers().firstValue("Retry-After").orElseThrow()));
        assertThat(wait).isEqualTo(Duration.ofSeconds(3));
        demo.time.pass(wait);
        assertThat(signIn.with("correct-horse").statusCode()).isEqualTo(200);
        assertThat(signIn.with("guess").statusCode()).isEqualTo(refusal);
        assertThat(signIn.with("correct-horse").statusCode()).isEqualTo(429);
        return stopped;
    }
}
