package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.junit.jupiter.api.Tag;

/** Any text at all as a name: one that is taken is short, visible, and the same when it is given again. */
@Tag("fuzz")
class TokenNameFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void nameThatIsTakenIsShortVisibleAndTheSameAgain(byte[] input) {
        String name = TokenName.normalized(new String(input, StandardCharsets.UTF_16BE));
        String problem = TokenName.problem(name);
        if (problem != null) {
            assertThat(problem).isASCII();
            return;
        }
        assertThat(TokenName.normalized(name)).isEqualTo(name);
        assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
        assertThat(name.codePointCount(0, name.length())).isBetween(1, 100);
        assertThat(name).isEqualTo(name.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(name);
    }
}
