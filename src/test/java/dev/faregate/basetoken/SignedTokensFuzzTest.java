package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any text at all, presented as a base token: refused, and nothing thrown. */
@Tag("fuzz")
class SignedTokensFuzzTest {

    private static final Mint MINT = new Mint();

    @FuzzTest(maxDuration = "1m")
    void textThatWasNotSignedIsRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        assertThat(MINT.baseTokens.verify(text)).isInstanceOf(Verification.Rejected.class);
        String header = MINT.key.header(TokenType.BASE_TOKEN);
        assertThat(MINT.baseTokens.verify(header + '.' + text)).isInstanceOf(Verification.Rejected.class);
    }
}
