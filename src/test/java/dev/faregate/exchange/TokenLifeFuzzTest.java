package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as a life: what is read is of short ASCII, is positive, and is read again from how it is written. */
@Tag("fuzz")
class TokenLifeFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void lifeIsPositiveAndReadAgainAsWritten(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        TokenLife.parse(text).ifPresent(life -> {
            assertThat(text).isASCII().hasSizeLessThanOrEqualTo(40);
            assertThat(life).isPositive();
            assertThat(TokenLife.parse(life.toString())).contains(life);
        });
    }
}
