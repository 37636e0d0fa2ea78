package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether a request that takes a long way through its framework is guarded once. */
interface DispatchCases {

    Subject subject();

    @Test
    default void answerFromAnotherThreadIsCountedOnce() throws Exception {
        assertCountedOnce(Api.ASYNC, "/async", 200);
    }

    @Test
    default void streamIsCountedOnceAndArrivesWhole() throws Exception {
        Client caller = assertCountedOnce(Api.STREAM, "/stream", 200);
        subject().clock.advance(Duration.ofSeconds(1));
        HttpResponse<String> answer = subject().get("/stream", caller.token());
        assertThat(answer.body()).isEqualTo(Api.STREAM + " for " + caller.owner() + String.join("", Api.CHUNKS));
        assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).contains("4");
    }

    @Test
    default void handlersErrorIsCountedOnceAndKeepsItsStatus() throws Exception {
        assertCountedOnce(Api.CONFLICT, "/conflict", 409);
    }

    @Test
    default void brokenHandlerIsCountedOnceAndAnswered500() throws Exception {
        assertCountedOnce(Api.BROKEN, "/broken", 500);
    }

    @Test
    default void handlersRefusalIsCountedOnceAndSpelledAsTheGuards() throws Exception {
        Client caller = assertCountedOnce(Api.MISSING, "/missing", 404);
        subject().clock.advance(Duration.ofSeconds(1));
        HttpResponse<String> answer = subject().get("/missing", caller.token());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"detail\":\"No such row.\"");
    }

    @Test
    default void bodyReachesTheHandler() throws Exception {
        Client caller = subject().newClient();
        assertThat(subject().post("name=a%20b&x=%C3%A9", caller.token()).body())
                .isEqualTo("POST /rows for " + caller.owner() + " name=a%20b&x=%C3%A9");
    }

    /** Five answers of this status, then a 429; the handler ran five times. */
    private Client assertCountedOnce(String endpoint, String path, int status) throws Exception {
        Client caller = subject().newClient();
        for (int i = 0; i < 5; i++) {
            assertThat(subject().get(path, caller.token()).statusCode())
                    .as("request %d", i + 1)
                    .isEqualTo(status);
        }
        assertThat(subject().get(path, caller.token()).statusCode())
                .as("request 6")
                .isEqualTo(429);
        assertThat(subject().api.calls(endpoint, caller.owner())).isEqualTo(5);
        return caller;
    }
}
