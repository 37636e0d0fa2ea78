package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all before what the trusted proxy wrote: the client is who the proxy says. */
@Tag("fuzz")
class ForwardedHopsFuzzTest {

    private static final TrustedProxies X_FORWARDED_FOR = TrustedProxies.xForwardedFor("10.0.0.0/8");
    private static final TrustedProxies FORWARDED = TrustedProxies.forwarded("10.0.0.0/8");

    @FuzzTest(maxDuration = "1m")
    void whatStandsBeforeTheProxysWordChangesNothing(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        assertThat(client(X_FORWARDED_FOR, "X-Forwarded-For", text + ", 203.0.113.7"))
                .hasToString("203.0.113.7");
        assertThat(client(FORWARDED, "Forwarded", text + ", for=203.0.113.7")).hasToString("203.0.113.7");
        assertThat(client(X_FORWARDED_FOR, "X-Forwarded-For", text)).isNotNull();
        assertThat(client(FORWARDED, "Forwarded", text)).isNotNull();
        assertThat(client(TrustedProxies.none(), "X-Forwarded-For", text)).hasToString("10.0.0.1");
    }

    private static IpAddress client(TrustedProxies proxies, String header, String value) {
        IpAddress client = proxies.client(FakeRequest.get("/", header + ": " + value), "10.0.0.1");
        assertThat(client).isNotNull();
        return client == null ? new IpAddress(0, 0) : client;
    }
}
