package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as a limit: what is read, is read again from its name; what is not, is named in the exception. */
@Tag("fuzz")
class LimitTextFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void limitIsReadAgainFromItsName(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Limit limit;
        try {
            limit = Limit.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ");
            return;
        }
        assertThat(text).isASCII();
        assertThat(limit.permits()).isPositive();
        assertThat(limit.burst()).isPositive();
        assertThat(limit.period()).isPositive();
        assertThat(Limit.parse(limit.name()).withBurst(limit.burst())).isEqualTo(limit);
    }
}
