package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Any bytes at all: what is read here, the JOSE library's reader of JSON reads alike. */
@Tag("fuzz")
class FlatJsonFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void readsNothingThatAnotherReaderReadsOtherwise(byte[] json) throws ParseException {
        Map<String, Object> members = FlatJsonTest.read(json);
        if (members != null) {
            assertThat(JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8)))
                    .isEqualTo(members);
        }
    }
}
