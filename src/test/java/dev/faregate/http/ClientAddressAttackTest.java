package dev.faregate.http;

import static dev.faregate.http.GuardedApi.ENDPOINTS;
import static dev.faregate.http.GuardedApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose failures are counted, however clients dress up their address. */
class ClientAddressAttackTest {

    private final GuardedApi api = new GuardedApi();

    private static @Nullable String client(TrustedProxies proxies, String remote, String... headers) {
        IpAddress client = proxies.client(FakeRequest.get("/", headers), remote);
        return client == null ? null : client.toString();
    }

    private int statusAfterTwentyGuesses(RequestGuard guard, AddressOf address) {
        for (int i = 0; i < 20; i++) {
            assertThat(status(guard.check(address.request(i), ENDPOINTS))).isEqualTo(401);
        }
        return status(guard.check(address.request(20), ENDPOINTS));
    }

    private interface AddressOf {
        FakeRequest request(int number);
    }

    @Test
    void rotatingXForwardedForBuysNoGuessesWhereNoProxyIsTrusted() {
        RequestGuard guard = api.guard().build();
        assertThat(statusAfterTwentyGuesses(
                        guard, i -> FakeRequest.get("/rows", api.madeUp(), "X-Forwarded-For: 198.51.100." + i)))
                .isEqualTo(429);
    }

    @Test
    void rotatingWhatStandsBeforeTheProxysEntryBuysNoGuesses() {
        RequestGuard guard = api.guard()
                .trustedProxies(TrustedProxies.xForwardedFor("10.0.0.0/8"))
                .build();
        assertThat(statusAfterTwentyGuesses(
                        guard,
                        i -> FakeRequest.get(
                                        "/rows", api.madeUp(), "X-Forwarded-For: 198.51.100." + i + ", 203.0.113.7")
                                .from("10.1.2.3")))
                .isEqualTo(429);
        FakeRequest neighbour = FakeRequest.get("/rows", api.madeUp(), "X-Forwarded-For: 203.0.113.8")
                .from("10.1.2.3");
        assertThat(status(guard.check(neighbour, ENDPOINTS))).isEqualTo(401);
    }

    @Test
    void rotatingTheEndOfAnIpv6AddressBuysNoGuesses() {
        RequestGuard guard = api.guard().build();
        assertThat(statusAfterTwentyGuesses(
                        guard,
                        i -> FakeRequest.get("/rows", api.madeUp()).from("2001:db8:1:2::" + Integer.toHexString(i))))
                .isEqualTo(429);
        assertThat(status(guard.check(FakeRequest.get("/rows", api.madeUp()).from("2001:db8:1:3::1"), ENDPOINTS)))
                .isEqualTo(401);
    }

    @Test
    void widerPrefixCanBeChosen() {
        RequestGuard guard = api.guard().ipv6Prefix(48).build();
        assertThat(statusAfterTwentyGuesses(
                        guard,
                        i -> FakeRequest.get("/rows", api.madeUp())
                                .from("2001:db8:1:" + Integer.toHexString(i) + "::1")))
                .isEqualTo(429);
    }

    @Test
    void mappedIpv4AddressesAreThoseOfIpv4AndNotOneForAll() {
        RequestGuard guard = api.guard().build();
        assertThat(statusAfterTwentyGuesses(
                        guard,
                        i -> FakeRequest.get("/rows", api.madeUp())
                                .from(i % 2 == 0 ? "203.0.113.7" : "::ffff:203.0.113.7")))
                .isEqualTo(429);
        assertThat(status(guard.check(FakeRequest.get("/rows", api.madeUp()).from("::ffff:203.0.113.8"), ENDPOINTS)))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 198.51.100.1                     | 203.0.113.7",
                "10.0.0.1    | 198.51.100.1                     | 198.51.100.1",
                "10.0.0.1    | 198.51.100.1, 10.0.0.2           | 198.51.100.1",
                "10.0.0.1    | 1.1.1.1, 198.51.100.1, 10.0.0.2  | 198.51.100.1",
                "10.0.0.1    | 10.0.0.3,10.0.0.2                | 10.0.0.3",
                "10.0.0.1    | 1.1.1.1, junk, 10.0.0.2          | 10.0.0.2",
                "10.0.0.1    | 1.1.1.1, , 10.0.0.2              | 10.0.0.2",
                "10.0.0.1    | evil.example                     | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1:4711                | 198.51.100.1",
                "10.0.0.1    | 2001:db8::1                      | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | [2001:db8::1]:443                | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1    | [2001:db8::1                     | 10.0.0.1",
                "10.0.0.1    | [2001:db8::1]x                   | 10.0.0.1",
                "10.0.0.1    | ::ffff:198.51.100.1              | 198.51.100.1",
                "10.0.0.1    | 0x7f.0.0.1                       | 10.0.0.1",
                "10.0.0.1    | 010.0.0.1                        | 10.0.0.1",
                "10.0.0.1    | 2130706433                       | 10.0.0.1",
                "::ffff:10.0.0.1 | 198.51.100.1                 | 198.51.100.1",
                "fd00::1     | 198.51.100.1                     | 198.51.100.1",
                "11.0.0.1    | 198.51.100.1                     | 11.0.0.1",
            })
    void xForwardedForIsWalkedFromItsEndToTheFirstThatIsNotTrusted(String remote, String header, String expected) {
        TrustedProxies proxies = TrustedProxies.xForwardedFor("10.0.0.0/8", "fd00::/8");
        assertThat(client(proxies, remote, "X-Forwarded-For: " + header)).isEqualTo(expected);
    }

    @Test
    void severalLinesAreOneListAndAnotherHeaderIsNotRead() {
        TrustedProxies proxies = TrustedProxies.xForwardedFor("10.0.0.0/8");
        assertThat(client(proxies, "10.0.0.1", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 203.0.113.7, 10.0.0.2"))
                .isEqualTo("203.0.113.7");
        assertThat(client(proxies, "10.0.0.1", "Forwarded: for=1.1.1.1")).isEqualTo("10.0.0.1");
        assertThat(client(proxies, "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.7                                          | 203.0.113.7",
                "For=203.0.113.7;proto=https;by=10.0.0.1                  | 203.0.113.7",
                "proto=https; for=203.0.113.7                             | 203.0.113.7",
                "for=\"203.0.113.7:4711\"                                 | 203.0.113.7",
                "for=\"[2001:db8::1]:4711\"                               | 2001:db8:0:0:0:0:0:1",
                "for=1.1.1.1, for=203.0.113.7, for=10.0.0.2               | 203.0.113.7",
                "for=unknown                                              | 10.0.0.1",
                "for=_hidden, for=10.0.0.2                                | 10.0.0.2",
                "for=1.1.1.1;for=2.2.2.2                                  | 10.0.0.1",
                "for=\"1.1.1.1                                            | 10.0.0.1",
                "for=\"1.1.1.1, for=\"                                     | 10.0.0.1",
                "by=1.1.1.1                                               | 10.0.0.1",
            })
    void forwardedIsReadByItsGrammar(String header, String expected) {
        TrustedProxies proxies = TrustedProxies.forwarded("10.0.0.0/8");
        assertThat(client(proxies, "10.0.0.1", "Forwarded: " + header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "fd00::/129",
                "10.0.0.0/8/8",
                "1.2.3",
                "fd00::1/8"
            })
    void rangeThatCannotBeReadIsNamed(String range) {
        assertThatThrownBy(() -> TrustedProxies.xForwardedFor(range))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address range: \"" + range + "\" (expected: ");
    }
}
