package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are not the minted one, each under a genuine signature. */
class HostileHeaderTest {

    private final Mint mint = new Mint();

    /** The genuine header's JSON with something more in it, in front. */
    private String genuineWith(String member) {
        return "{" + member + "," + genuine().substring(1);
    }

    private String genuine() {
        return new String(Base64.getUrlDecoder().decode(mint.key.header(TokenType.BASE_TOKEN)), StandardCharsets.UTF_8);
    }

    private void assertRefused(String header) {
        mint.assertRejected(mint.forgedHeader(header), RejectionReason.UNKNOWN_KEY);
    }

    @Test
    void genuineHeaderIsAcceptedWhenForgedAlike() {
        mint.assertAccepted(mint.forgedHeader(genuine()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"b64\":false",
                "\"jku\":\"https://example.com/keys\"",
                "\"x5u\":\"https://example.com/cert\"",
                "\"zip\":\"DEF\"",
                "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "\"cty\":\"JWT\"",
                "\"kid\":\"twice\""
            })
    void memberThatIsNotMintedIsRefused(String member) {
        assertRefused(genuineWith(member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"../../dev/null\"", "\"unknown\"", "\"\"", "7", "null", "\"' or 1=1 --\""})
    void anotherKidIsRefused(String kid) {
        String changed = genuine().replace("\"" + mint.key.id() + "\"", kid);
        assertThat(changed).isNotEqualTo(genuine());
        assertRefused(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "[]", "{}", "\"text\"", "7", "{", "\0"})
    void headerThatIsNoObjectIsRefused(String header) {
        assertRefused(header);
    }

    @Test
    void sameHeaderSpelledOtherwiseIsRefused() {
        assertRefused(genuine().replace(":", ": "));
        assertRefused(genuine().replace("kid", "\\u006bid"));
        assertRefused(genuine() + " ");
    }

    @Test
    void headerOfOneMegabyteIsRefusedBeforeItIsRead() {
        String text = mint.forgedHeader(genuineWith("\"x\":\"" + "x".repeat(1 << 20) + "\""));
        mint.assertRejected(text, RejectionReason.MALFORMED);
    }

    @Test
    void headerNestedAThousandDeepIsRefused() {
        assertRefused(genuineWith("\"x\":" + "[".repeat(1_000) + "]".repeat(1_000)));
    }
}
