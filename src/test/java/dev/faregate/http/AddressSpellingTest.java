package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as adapters may give them: with a port, with a slash, names, and none at all. */
class AddressSpellingTest {

    private static final String HEADER = "X-Forwarded-For: 203.0.113.9";

    private static String client(TrustedProxies proxies, @Nullable String remote) {
        return new ClientAddress(proxies, 64)
                .of(FakeRequest.get("/rows", HEADER).from(remote));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "192.0.2.1, 192.0.2.1",
                "192.0.2.1:4711, 192.0.2.1",
                "/192.0.2.1, 192.0.2.1",
                "/192.0.2.1:4711, 192.0.2.1",
                "::ffff:192.0.2.1, 192.0.2.1",
                "[2001:db8::1]:80, 2001:db8:0:0:0:0:0:0",
                "/[2001:db8::1]:80, 2001:db8:0:0:0:0:0:0",
                "[2001:db8::1], 2001:db8:0:0:0:0:0:0",
                "2001:db8::1%eth0, 2001:db8:0:0:0:0:0:0",
                "client.example, unknown",
                "client.example/192.0.2.1, unknown",
                "192.0.2.1:port, unknown",
                "'', unknown",
                "/, unknown",
                "null, unknown"
            })
    void eachSpellingOfAnAddressIsOneClient(@Nullable String remote, String client) {
        assertThat(client(TrustedProxies.none(), remote)).isEqualTo(client);
        assertThat(client(TrustedProxies.xForwardedFor("198.51.100.0/24"), remote))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1:4711", "/192.0.2.1", "/192.0.2.1:4711", "[2001:db8::1]:80"})
    void proxyIsTrustedInEachSpelling(String remote) {
        assertThat(client(TrustedProxies.xForwardedFor("192.0.2.0/24", "2001:db8::/32"), remote))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, 203.0.113.9",
                "'', unknown",
                "client.example, unknown",
                "192.0.2.1:4711, 192.0.2.1",
                "127.0.0.1, 127.0.0.1"
            })
    void unixSocketIsTrustedAndNothingThatCannotBeRead(@Nullable String remote, String client) {
        assertThat(client(TrustedProxies.xForwardedFor().andUnixSockets(), remote))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"192.0.2.1:%d", "/192.0.2.1:%d", "[2001:db8::1]:%d", "client%d.example", "''", "null"})
    void attemptsAreLimitedInEachSpelling(@Nullable String remote) {
        GuardedApi api = new GuardedApi();
        RequestGuard guard = api.guard().build();
        for (int i = 0; i <= 20; i++) {
            String address = remote == null ? null : String.format(remote, 4711 + i);
            assertThat(status(guard.check(FakeRequest.get("/rows", api.madeUp()).from(address), ENDPOINTS)))
                    .isEqualTo(i < 20 ? 401 : 429);
        }
    }

    @Test
    void clientsOfAUnixSocketAreLimitedEachByItself() {
        GuardedApi api = new GuardedApi();
        RequestGuard guard = api.guard()
                .trustedProxies(TrustedProxies.xForwardedFor().andUnixSockets())
                .build();
        for (int i = 0; i < 40; i++) {
            FakeRequest request = FakeRequest.get("/rows", api.madeUp(), "X-Forwarded-For: 203.0.113." + (i % 2));
            assertThat(status(guard.check(request.from(null), ENDPOINTS))).isEqualTo(401);
        }
        for (int i = 0; i < 2; i++) {
            FakeRequest request = FakeRequest.get("/rows", api.madeUp(), "X-Forwarded-For: 203.0.113." + i);
            assertThat(status(guard.check(request.from(null), ENDPOINTS))).isEqualTo(429);
        }
    }
}
