package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Any bytes at all: a name is known just where it stands, whole. */
@Tag("fuzz")
class KnownNamesFuzzTest {

    private static final KnownNames NAMES = new KnownNames(ClaimNames.RESERVED);

    @FuzzTest(maxDuration = "1m")
    void nameIsKnownWhereItStandsWholeAlone(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        for (int from = 0; from <= json.length; from++) {
            String known = NAMES.at(json, from);
            if (known != null) {
                assertThat(text.startsWith(known + '"', from)).isTrue();
                assertThat(ClaimNames.RESERVED).contains(known);
            }
        }
        byte[] behind = ("exp\"" + text).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(NAMES.at(behind, 0)).isEqualTo("exp");
    }
}
