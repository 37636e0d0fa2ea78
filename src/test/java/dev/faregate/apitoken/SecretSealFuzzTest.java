package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as a sealed secret: it is not opened, and the exception is the documented one. */
@Tag("fuzz")
class SecretSealFuzzTest {

    private static final SecretSeal SEAL = SecretSeal.a256gcm(new byte[32]);

    @FuzzTest(maxDuration = "1m")
    void textThatWasNotSealedIsNotOpened(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SEAL.open("token-1", text)).isExactlyInstanceOf(IllegalStateException.class);
    }
}
