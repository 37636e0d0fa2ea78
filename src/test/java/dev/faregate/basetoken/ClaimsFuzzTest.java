package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Any payload at all: what is read as claims, is written and read again as the same; and nothing is thrown. */
@Tag("fuzz")
class ClaimsFuzzTest {

    private static final ClaimsJson JSON = new ClaimsJson("acme", TokenType.BASE_TOKEN, null);

    @FuzzTest(maxDuration = "1m")
    void payloadIsReadAsItIsWrittenOrRefused(byte[] payload) {
        Claims claims = JSON.read(payload);
        if (claims != null) {
            assertThat(JSON.read(JSON.write(claims))).isEqualTo(claims);
        }
    }
}
