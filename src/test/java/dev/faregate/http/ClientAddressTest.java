package dev.faregate.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who sent a request, asked again and again. */
class ClientAddressTest {

    @Test
    void eachOfMoreClientsThanAreKeptIsToldApart() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ClientAddress addresses = new ClientAddress(TrustedProxies.none(), 64);
        List<Integer> networks = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            networks.add(random.nextInt(0x10000));
        }
        for (int round = 0; round < 2; round++) {
            for (int network : networks) {
                String remote = String.format("2001:db8:1:%x::%x", network, 1 + random.nextInt(3));
                assertThat(addresses.of(FakeRequest.get("/rows").from(remote)))
                        .as("%s, seed %s", remote, seed)
                        .isEqualTo(requireNonNull(IpAddress.parse(remote))
                                .prefix(64)
                                .toString())
                        .isEqualTo(addresses.of(FakeRequest.get("/rows").from(new String(remote))));
            }
        }
    }
}
