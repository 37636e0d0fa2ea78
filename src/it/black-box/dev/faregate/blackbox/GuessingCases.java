package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.exchange.ExchangeRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who tries credentials out is slowed down by address; this needs an adapter that knows the address. */
interface GuessingCases {

    int ATTEMPTS = 20;

    Subject subject();

    @Test
    default void failedAttemptsAreLimitedByAddressWhateverIsForwardedAndValidCredentialsAreNot() throws Exception {
        Client caller = subject().newClient();
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(attempt(i).statusCode()).as("attempt %d", i).isEqualTo(401);
        }
        HttpResponse<String> refused = attempt(ATTEMPTS);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(200);
        assertThat(subject().api.calls(Api.LIST, caller.owner())).isOne();
    }

    private HttpResponse<String> attempt(int number) throws Exception {
        return subject()
                .send(subject()
                        .request(
                                "GET",
                                "/rows/" + number,
                                "",
                                "Authorization",
                                "Bearer " + MadeUp.apiToken(),
                                "X-Forwarded-For",
                                "198.51.100." + number,
                                "Forwarded",
                                "for=198.51.100." + number));
    }

    @Test
    default void expiredBaseTokenCountsOnlyForItself() throws Exception {
        Client caller = subject().newClient();
        String expired = subject()
                .faregate
                .tokenExchange()
                .exchange(ExchangeRequest.of(caller.token()).withLife(Duration.ofMinutes(5)))
                .orElseThrow()
                .text();
        subject().clock.advance(Duration.ofMinutes(6));
        for (int i = 0; i < 2 * ATTEMPTS; i++) {
            assertThat(subject().get("/rows", expired).statusCode()).isEqualTo(401);
        }
        assertThat(subject().get("/rows", caller.token()).statusCode()).isEqualTo(200);
    }
}
