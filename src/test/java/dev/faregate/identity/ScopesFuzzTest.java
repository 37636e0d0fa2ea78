package dev.faregate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** Any text at all as scopes: those of the RFC's grammar are read, each of them, and written to be read alike. */
@Tag("fuzz")
class ScopesFuzzTest {

    /** RFC 6749 section 3.3. */
    private static final Pattern GRAMMAR =
            Pattern.compile("([\\x21\\x23-\\x5B\\x5D-\\x7E]++( [\\x21\\x23-\\x5B\\x5D-\\x7E]++)*+)?");

    @FuzzTest(maxDuration = "1m")
    void scopesOfTheGrammarAloneAreReadAndWrittenAlike(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (!GRAMMAR.matcher(text).matches()) {
            assertThatThrownBy(() -> Scopes.parse(text)).isInstanceOf(IllegalArgumentException.class);
        } else if (text.length() <= 1_024) {
            Scopes scopes = Scopes.parse(text);
            assertThat(scopes.includes(text.isEmpty() ? Scopes.none() : Scopes.of(text.split(" ", -1))))
                    .isTrue();
            assertThat(Scopes.parse(scopes.text())).isEqualTo(scopes);
        }
    }
}
