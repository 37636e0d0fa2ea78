package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.RequestGuardBuilder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a script of another origin can do and read. */
interface BrowserCases {

    String ORIGIN = "https://app.example";

    Subject subject();

    Subject anotherSubject(UnaryOperator<RequestGuardBuilder> settings) throws Exception;

    private static HttpResponse<String> preflight(Subject subject, String path, String origin) throws Exception {
        return subject.send(subject.request(
                "OPTIONS",
                path,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization"));
    }

    @Test
    default void preflightsAreNeitherAuthenticatedNorLimitedNorHandled() throws Exception {
        int before = subject().api.calls();
        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = preflight(subject(), i % 2 == 0 ? "/rows" : "/rows/" + i, ORIGIN);
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(ORIGIN);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                    .contains("authorization");
        }
        assertThat(preflight(subject(), "/rows", "https://evil.example")
                        .headers()
                        .map())
                .doesNotContainKey("access-control-allow-origin");
        assertThat(subject().api.calls()).isEqualTo(before);
    }

    @Test
    default void preflightsReachNoHandlerOfAServerWithoutCors() throws Exception {
        try (Subject withoutCors = anotherSubject(UnaryOperator.identity())) {
            for (int i = 0; i < 12; i++) {
                assertThat(preflight(withoutCors, i % 2 == 0 ? "/rows" : "/rows/" + i, ORIGIN)
                                .statusCode())
                        .isBetween(200, 299);
            }
            assertThat(withoutCors.api.calls()).isZero();
        }
    }

    @Test
    default void everyAnswerCanBeReadByAllowedOrigins() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        for (String path : List.of("/rows", "/rows/1")) {
            HttpResponse<String> answer = subject()
                    .send(subject()
                            .request("GET", path, "", "Origin", ORIGIN, "Authorization", "Bearer " + caller.token()));
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(ORIGIN);
            assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                    .hasValueSatisfying(exposed -> assertThat(exposed).contains("X-RateLimit-Remaining"));
        }
    }

    @Test
    default void handlersRefusalHasEachHeaderOnce() throws Exception {
        Client caller = subject().newClient();
        HttpResponse<String> answer = subject()
                .send(subject()
                        .request("GET", "/missing", "", "Origin", ORIGIN, "Authorization", "Bearer " + caller.token()));
        assertThat(answer.statusCode()).isEqualTo(404);
        for (String name : List.of(
                "Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "X-RateLimit-Remaining")) {
            assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
        }
    }
}
