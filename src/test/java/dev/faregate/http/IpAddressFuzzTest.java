package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as an address and as a range: what is read, the JDK reads alike, and a range has one number of bits. */
@Tag("fuzz")
class IpAddressFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void addressIsReadAsTheJdkReadsItAndARangeHasOneNumberOfBits(byte[] input) throws UnknownHostException {
        String text = new String(input, StandardCharsets.UTF_8);
        address(text);
        range(text);
        range("10.0.0.0/" + text);
        range("fd00::/" + text);
    }

    private static void address(String text) throws UnknownHostException {
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            return;
        }
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        // A literal in brackets is never looked up by name, and what has no colon was read as four numbers.
        InetAddress known = InetAddress.getByName(literal.indexOf(':') < 0 ? literal : '[' + literal + ']');
        assertThat(address).hasToString(known.getHostAddress());
    }

    private static void range(String text) {
        AddressRange range;
        try {
            range = AddressRange.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("address range: \"" + text + "\" (expected: ");
            return;
        }
        assertThat(range.contains(range.start())).isTrue();
        assertThat(range.bits()).isBetween(0, 128);
        int slash = text.indexOf('/');
        if (slash >= 0) {
            assertThat(text.substring(slash + 1)).matches("0|[1-9][0-9]{0,2}");
        }
    }
}
