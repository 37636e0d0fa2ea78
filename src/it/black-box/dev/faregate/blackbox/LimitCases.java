package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.exchange.ExchangeRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How much one gets. */
interface LimitCases {

    Subject subject();

    @Test
    default void sixthRequestIsRefusedBeforeItsHandlerRuns() throws Exception {
        Client caller = subject().newClient();
        for (int i = 0; i < 5; i++) {
            assertThat(subject().post("a=" + i, caller.token()).statusCode()).isEqualTo(201);
        }
        HttpResponse<String> answer = subject().post("a=5", caller.token());
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).contains("\"status\":429");
        assertThat(subject().api.calls(Api.CREATE, caller.owner())).isEqualTo(5);
    }

    @Test
    default void whoWaitsForRetryAfterIsAdmitted() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        List<String> retryAfter =
                subject().get("/rows", caller.token()).headers().allValues("Retry-After");
        assertThat(retryAfter).hasSize(1).allMatch(seconds -> Integer.parseInt(seconds) >= 1);
        subject().clock.advance(Duration.ofSeconds(Integer.parseInt(retryAfter.get(0))));
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(200);
    }

    @Test
    default void limitStandsInEveryAnswerOnce() throws Exception {
        Client caller = subject().newClient();
        for (String remaining : List.of("4", "3", "2", "1", "0", "0")) {
            HttpResponse<String> answer = subject().get("/rows", caller.token());
            assertThat(answer.headers().allValues("X-RateLimit-Limit")).containsExactly("5");
            assertThat(answer.headers().allValues("X-RateLimit-Remaining")).containsExactly(remaining);
            assertThat(answer.headers().allValues("X-RateLimit-Reset")).containsExactly("1");
        }
    }

    @Test
    default void refusalStaysA429HoweverOften() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        for (int i = 0; i < 10; i++) {
            assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(429);
        }
        assertThat(subject().api.calls(Api.LIST, caller.owner())).isEqualTo(5);
    }

    @Test
    default void idsOfOneTemplateShareABucket() throws Exception {
        Client caller = subject().newClient();
        List<Integer> statuses = new ArrayList<>();
        for (String id : List.of("1", "2", "3", "a%20b", "5", "6")) {
            statuses.add(subject().get("/rows/" + id, caller.token()).statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
    }

    @Test
    default void endpointsAndCallersHaveBucketsOfTheirOwn() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(429);
        assertThat(subject().get("/rows/1", caller.token()).statusCode()).isEqualTo(200);
        assertThat(subject().post("a=b", caller.token()).statusCode()).isEqualTo(201);
        assertThat(subject().get("/rows", subject().newClient().token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    default void baseTokensShareTheBucketOfTheirApiToken() throws Exception {
        Client caller = subject().newClient();
        subject().exhaust("/rows", caller);
        String baseToken = subject()
                .faregate
                .tokenExchange()
                .exchange(ExchangeRequest.of(caller.token()))
                .orElseThrow()
                .text();
        assertThat(subject().get("/rows", baseToken).statusCode()).isEqualTo(429);
    }

    @Test
    default void anotherForwardedAddressIsNoOtherCaller() throws Exception {
        Client caller = subject().newClient();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(subject()
                    .send(subject()
                            .request(
                                    "GET",
                                    "/rows",
                                    "",
                                    "Authorization",
                                    "Bearer " + caller.token(),
                                    "X-Forwarded-For",
                                    "198.51.100." + i,
                                    "Forwarded",
                                    "for=198.51.100." + i,
                                    "X-Real-IP",
                                    "198.51.100." + i))
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
    }

    @Test
    default void manyAtOnceGetNoMore() throws Exception {
        Client caller = subject().newClient();
        HttpRequest request = subject().request("GET", "/rows", "", "Authorization", "Bearer " + caller.token());
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(subject().client.sendAsync(request, BodyHandlers.ofString()));
        }
        assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                .containsOnly(200, 429)
                .filteredOn(status -> status == 200)
                .hasSize(5);
        assertThat(subject().api.calls(Api.LIST, caller.owner())).isEqualTo(5);
    }

    @Test
    default void headCountsAsGet() throws Exception {
        Client caller = subject().newClient();
        HttpRequest head = subject().request("HEAD", "/rows", "", "Authorization", "Bearer " + caller.token());
        for (String remaining : List.of("4", "3")) {
            assertThat(subject().send(head).headers().firstValue("X-RateLimit-Remaining"))
                    .contains(remaining);
        }
        assertThat(subject().get("/rows", caller.token()).headers().firstValue("X-RateLimit-Remaining"))
                .contains("2");
    }

    @Test
    default void answersToHeadHaveNoBody() throws Exception {
        Client caller = subject().newClient();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String answer = subject().raw("HEAD /rows", caller.header());
            statuses.add(RawHttp.status(answer));
            assertThat(RawHttp.body(answer)).isEmpty();
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
    }
}
