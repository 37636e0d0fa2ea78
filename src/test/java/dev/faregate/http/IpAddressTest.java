package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "0.0.0.0, 0.0.0.0",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::FFFF:cb00:7107, 203.0.113.7",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "2001:DB8::a:0:1, 2001:db8:0:0:0:a:0:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "fe80::1%eth0.100, fe80:0:0:0:0:0:0:1"
    })
    void literalsAreRead(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.-4",
                "1.2.3.4 ",
                "0x1.2.3.4",
                "1..2.3",
                "a.b.c.d",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1::",
                "1:",
                ":1",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "\uff11::",
                "localhost",
                "1.2.3.4%eth0"
            })
    void allElseIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void readsWhatTheJdkWrites() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            for (int zero = random.nextInt(16); zero < random.nextInt(17); zero++) {
                bytes[zero] = 0;
            }
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            assertThat(IpAddress.parse(text)).as("seed %d", seed).hasToString(text);
        }
    }

    @Test
    void prefixKeepsTheFirstBitsAlone() {
        IpAddress address = new IpAddress(-1, -1);
        assertThat(address.prefix(0)).hasToString("0:0:0:0:0:0:0:0");
        assertThat(address.prefix(1)).hasToString("8000:0:0:0:0:0:0:0");
        assertThat(address.prefix(64)).hasToString("ffff:ffff:ffff:ffff:0:0:0:0");
        assertThat(address.prefix(65)).hasToString("ffff:ffff:ffff:ffff:8000:0:0:0");
        assertThat(address.prefix(128)).isEqualTo(address);
    }
}
