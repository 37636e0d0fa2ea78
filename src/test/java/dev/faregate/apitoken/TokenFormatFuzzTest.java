package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;

/** Any text at all, and any in place of a part of a genuine secret: a format matches what its description says, and nothing else. */
@Tag("fuzz")
class TokenFormatFuzzTest {

    private static final TokenFormat PREFIXED = TokenFormat.prefixed("acme");
    private static final Pattern FORM = Pattern.compile("(acme_[0-9A-Za-z]{27})([0-9A-Za-z]{6})");
    private static final String GENUINE = "acme_000000000000000000000000000" + checksum("acme_" + "0".repeat(27));

    @FuzzTest(maxDuration = "1m")
    void formatMatchesWhatItsDescriptionSaysAlone(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        judge(text);
        int place = input.length == 0 ? 0 : input[0] & 0x1f;
        int end = Math.min(GENUINE.length(), place + text.length());
        judge(GENUINE.substring(0, place) + text + GENUINE.substring(end));
        assertThat(PREFIXED.matches(GENUINE)).isTrue();
    }

    private static void judge(String text) {
        Matcher form = FORM.matcher(text);
        assertThat(PREFIXED.matches(text))
                .as(text)
                .isEqualTo(form.matches() && form.group(2).equals(checksum(form.group(1))));
        assertThat(TokenFormat.hex40().matches(text)).as(text).isEqualTo(text.matches("[0-9a-f]{40}"));
        assertThat(TokenFormat.nanoId40().matches(text)).as(text).isEqualTo(text.matches("[0-9A-Za-z_-]{40}"));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        BigInteger rest = BigInteger.valueOf(crc.getValue());
        StringBuilder digits = new StringBuilder();
        while (digits.length() < 6) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(62));
            digits.insert(0, AlphabetFormat.BASE_62.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return digits.toString();
    }
}
