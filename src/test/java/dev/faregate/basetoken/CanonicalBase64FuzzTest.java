package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any characters at all: what is decoded, an encoder spells in just those characters. */
@Tag("fuzz")
class CanonicalBase64FuzzTest {

    @FuzzTest(maxDuration = "1m")
    void decodesOnlyWhatAnEncoderSpells(byte[] characters) {
        byte[] decoded = CanonicalBase64.decode(characters, 0, characters.length);
        if (decoded != null) {
            assertThat(CanonicalBase64.encode(decoded)).isEqualTo(new String(characters, StandardCharsets.ISO_8859_1));
        }
        byte[] encoded = CanonicalBase64.encode(characters).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(CanonicalBase64.decode(encoded, 0, encoded.length)).isEqualTo(characters);
    }
}
