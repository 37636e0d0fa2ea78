package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as a stored digest: what is read, is written in just those characters. */
@Tag("fuzz")
class SecretDigestFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void digestIsReadAsItIsWrittenOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            assertThat(SecretDigest.parse(text).text()).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ");
        }
    }
}
