package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all as an id: one that is taken fits a line of a log and an index, and is kept as it came. */
@Tag("fuzz")
class OpaqueIdFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void idThatIsTakenFitsALineAndAnIndex(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_16BE);
        try {
            assertThat(Owner.of(text).id()).isSameAs(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("(expected: ").hasMessageMatching("\\P{Cntrl}*");
            return;
        }
        assertThat(text).hasSizeBetween(1, 255);
        assertThat(text.codePoints().noneMatch(Character::isISOControl)).isTrue();
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(text);
        assertThat(Resource.of(text).id()).isSameAs(text);
    }
}
