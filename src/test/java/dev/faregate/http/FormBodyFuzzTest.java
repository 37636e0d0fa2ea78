package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** Any text at all as a form: what is read is escaped as the standard says, and is what an encoder writes of it. */
@Tag("fuzz")
class FormBodyFuzzTest {

    private static final Pattern ESCAPED = Pattern.compile("([^%]|%[0-9A-Fa-f]{2})*+", Pattern.DOTALL);

    /** What stands, in lenient readers, for bytes that are no UTF-8. */
    private static final String REPLACED = "\ufffd";

    @FuzzTest(maxDuration = "1m")
    void formIsReadAsTheStandardSaysOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        FormBody form = FormBody.parse("token=" + text);
        if (form != null) {
            assertThat(text).matches(ESCAPED);
            String token = form.get("token", "");
            String encoded = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            FormBody again = FormBody.parse(encoded);
            assertThat(again == null ? null : again.get("token", "")).isEqualTo(token);
            assertThat(token.length()).isLessThanOrEqualTo(text.length());
            if (!text.contains(REPLACED) && !text.toUpperCase(Locale.ROOT).contains("%EF%BF%BD")) {
                assertThat(token).doesNotContain(REPLACED);
            }
            if (!token.isEmpty()) {
                assertThat(FormBody.parse("token=" + text + "&token=x")).isNull();
            }
        }
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        FormBody whole = FormBody.parse("a=b&" + encoded + '=' + encoded);
        if (encoded.length() < 30_000 && !text.equals("a")) {
            assertThat(whole == null ? null : whole.get(text)).isEqualTo(text.isEmpty() ? null : text);
        }
    }
}
