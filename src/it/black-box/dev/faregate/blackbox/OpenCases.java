package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What anyone may call, and the guessing of passwords there. */
interface OpenCases {

    Subject subject();

    private HttpResponse<String> page(String... headers) throws Exception {
        return subject().send(subject().request("GET", "/page", "", headers));
    }

    private HttpResponse<String> signIn(String password) throws Exception {
        return subject()
                .send(subject()
                        .request(
                                "POST",
                                "/sign-in",
                                password,
                                "Content-Type",
                                "text/plain",
                                "X-Forwarded-For",
                                "198.51.100." + password.length()));
    }

    @Test
    default void openEndpointTakesAnyoneAndLooksAtNoCredential() throws Exception {
        String good = "Bearer " + subject().newClient().token();
        for (String[] headers : List.of(
                new String[] {},
                new String[] {"Authorization", good},
                new String[] {"Authorization", "Bearer junk"},
                new String[] {"Authorization", good, "Authorization", good})) {
            HttpResponse<String> answer = page(headers);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("GET /page for nobody");
            assertThat(answer.headers().allValues("X-RateLimit-Limit")).containsExactly("5");
        }
    }

    @Test
    default void openEndpointIsLimitedByAddressWhateverIsSent() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(page(
                            "Authorization",
                            "Bearer " + subject().newClient().token(),
                            "X-Forwarded-For",
                            "198.51.100." + i)
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
        HttpResponse<String> refused = page();
        assertThat(refused.headers().allValues("Retry-After")).containsExactly("1");
        assertThat(refused.headers().map()).doesNotContainKey("www-authenticate");
        assertThat(subject().get("/rows", subject().newClient().token()).statusCode())
                .isEqualTo(200);
        subject().clock.advance(Duration.ofSeconds(1));
        assertThat(page().statusCode()).isEqualTo(200);
    }

    @Test
    default void wrongPasswordsOfAnAccountAreLimitedAndCostTheApiNothing() throws Exception {
        assertThat(signIn("right").body()).isEqualTo("signed in");
        int before = subject().api.calls(Api.SIGN_IN);
        HttpResponse<String> answer = signIn("wrong");
        int failed = 0;
        while (answer.statusCode() == 400) {
            assertThat(answer.body()).contains("\"detail\":\"Wrong password.\"");
            failed++;
            subject().clock.advance(Duration.ofMillis(200));
            answer = signIn("wrong".repeat(1 + failed % 7));
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("failed-sign-ins");
        assertThat(answer.headers().allValues("X-RateLimit-Limit")).containsExactly("10");
        assertThat(failed).isEqualTo(10);
        subject().clock.advance(Duration.ofMillis(200));
        assertThat(signIn("right").statusCode()).isEqualTo(429);
        assertThat(subject().api.calls(Api.SIGN_IN)).isEqualTo(before + failed);
        assertThat(subject().get("/rows", subject().newClient().token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    default void rightPasswordsAreNotCounted() throws Exception {
        for (int i = 0; i < 40; i++) {
            subject().clock.advance(Duration.ofMillis(200));
            assertThat(signIn("right").statusCode()).isEqualTo(200);
        }
    }
}
