package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token, one accepted text: the same token spelled in any other way is refused. */
class HostileSpellingTest {

    private static final String URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Mint mint = new Mint();

    private void assertRefused(String genuine, String changed) {
        assertThat(changed).isNotEqualTo(genuine);
        assertThat(mint.baseTokens.verify(changed)).as(changed).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void everyEditOfOneCharacterIsRefusedThoughTheTokenIsRemembered() {
        String text = mint.baseToken();
        for (int i = 0; i < 3; i++) {
            mint.assertAccepted(text);
        }
        String characters = allCharactersBelow(0x180) + "\u2028\u212a\uff0e\ud83d\uff21";
        for (int at = 0; at <= text.length(); at++) {
            String before = text.substring(0, at);
            for (int i = 0; i < characters.length(); i++) {
                assertRefused(text, before + characters.charAt(i) + text.substring(at));
                if (at < text.length() && text.charAt(at) != characters.charAt(i)) {
                    assertRefused(text, before + characters.charAt(i) + text.substring(at + 1));
                }
            }
            if (at < text.length()) {
                assertRefused(text, before + text.substring(at + 1));
            }
            if (at + 1 < text.length() && text.charAt(at) != text.charAt(at + 1)) {
                assertRefused(text, before + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2));
            }
        }
    }

    /** A pair of surrogates is one character to an encoder, which shifts all that follows. */
    @Test
    void everyInsertionOfASurrogatePairIsRefused() {
        String text = mint.baseToken();
        for (int at = 0; at <= text.length(); at++) {
            assertRefused(text, text.substring(0, at) + "\ud83d\ude00" + text.substring(at));
            assertRefused(text, text.substring(0, at) + "\ud83d\ude00".repeat(50) + text.substring(at));
            if (at + 2 <= text.length()) {
                assertRefused(text, text.substring(0, at) + "\ud83d\ude00" + text.substring(at + 2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.faregate.basetoken.SigningKeyTest#ofEachAlgorithm")
    void everyCharacterOfEachAlgorithmsSignatureCounts(SigningKey key) {
        Mint each = new Mint(key);
        String text = each.baseToken();
        for (int at = text.lastIndexOf('.') + 1; at < text.length(); at++) {
            char next = URL_SAFE.charAt((URL_SAFE.indexOf(text.charAt(at)) + 1) % URL_SAFE.length());
            String changed = text.substring(0, at) + next + text.substring(at + 1);
            assertThat(each.baseTokens.verify(changed)).as("position %d", at).isInstanceOf(Verification.Rejected.class);
        }
        each.assertAccepted(text);
    }

    @ParameterizedTest
    @MethodSource("dev.faregate.basetoken.SigningKeyTest#ofEachAlgorithm")
    void lastCharacterWithBitsThatStandForNothingIsRefused(SigningKey key) {
        Mint each = new Mint(key);
        String text = each.baseToken();
        byte[] signature = Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1));
        int spellings = 0;
        for (int i = 0; i < URL_SAFE.length(); i++) {
            String changed = text.substring(0, text.length() - 1) + URL_SAFE.charAt(i);
            byte[] read = Base64.getUrlDecoder().decode(changed.substring(changed.lastIndexOf('.') + 1));
            if (Arrays.equals(read, signature)) {
                spellings++;
            }
            assertThat(each.baseTokens.verify(changed) instanceof Verification.Accepted)
                    .isEqualTo(changed.equals(text));
        }
        assertThat(spellings)
                .as("spellings of one signature that a lenient decoder reads")
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r\n", "=", "==", "\0", " ", "\t", ".", "..", "A", "AAAA", ".x", "!", "%3D", "\u00a0"})
    void textWithSomethingAroundItIsRefused(String more) {
        String text = mint.baseToken();
        assertRefused(text, text + more);
        assertRefused(text, more + text);
        for (int dot = text.indexOf('.'); dot > 0; dot = text.indexOf('.', dot + 1)) {
            assertRefused(text, text.substring(0, dot) + more + text.substring(dot));
            assertRefused(text, text.substring(0, dot + 1) + more + text.substring(dot + 1));
        }
    }

    @Test
    void otherAlphabetIsRefused() {
        String text = tokenWith('-');
        assertRefused(text, text.replace('-', '+'));
        text = tokenWith('_');
        assertRefused(text, text.replace('_', '/'));
    }

    private String tokenWith(char wanted) {
        while (true) {
            String text = mint.baseToken();
            if (text.indexOf(wanted) > 0) {
                return text;
            }
            mint.clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void otherCaseIsRefused() {
        String text = mint.baseToken();
        assertRefused(text, text.toUpperCase(Locale.ROOT));
        assertRefused(text, text.toLowerCase(Locale.ROOT));
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (Character.isLetter(letter)) {
                char other =
                        Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
                assertRefused(text, text.substring(0, at) + other + text.substring(at + 1));
            }
        }
    }

    @Test
    void paddingThatADecoderWouldSkipIsRefusedThoughItIsSigned() {
        String header = mint.key.header(TokenType.BASE_TOKEN);
        String payload = mint.payload();
        while (payload.getBytes(StandardCharsets.UTF_8).length % 3 == 0) {
            payload = payload.replaceFirst("ada", "adaa");
        }
        String padded = Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(padded).endsWith("=");
        mint.assertAccepted(signed(header + '.' + padded.replace("=", "")));
        mint.assertRejected(signed(header + '.' + padded), RejectionReason.MALFORMED);
        mint.assertRejected(signed(header + '.' + padded.replace("=", "") + "\n"), RejectionReason.MALFORMED);
    }

    private String signed(String input) {
        return input + '.' + CanonicalBase64.encode(mint.key.sign(input.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void twinOfAnEcdsaSignatureIsRefused() {
        Mint ec = new Mint(SigningKey.es256(KeyPairs.P256));
        for (int i = 0; i < 10; i++) {
            String text = ec.baseToken();
            int at = text.lastIndexOf('.') + 1;
            byte[] twin = Es256Key.twin(Base64.getUrlDecoder().decode(text.substring(at)));
            ec.assertRejected(text.substring(0, at) + CanonicalBase64.encode(twin), RejectionReason.BAD_SIGNATURE);
            ec.assertAccepted(text.substring(0, at) + CanonicalBase64.encode(Es256Key.twin(twin)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "null.null.null", "e30.e30.e30", "\ud83d", "bm9uZQ"})
    void junkIsRefused(String junk) {
        assertRefused(mint.baseToken(), junk);
    }

    private static String allCharactersBelow(int end) {
        StringBuilder all = new StringBuilder();
        for (int character = 0; character < end; character++) {
            all.append((char) character);
        }
        return all.toString();
    }
}
