package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that people have, and names that look like another. */
class TokenNameTest {

    private static final long SEED = System.nanoTime();

    /**
     * Persian with a non-joiner, Sinhala and Devanagari with a joiner behind a virama, Bengali with one before it, a Persian
     * abbreviation that ends with a joiner, a Japanese family name with an ideographic variant, Mongolian with a variant.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\u0DC1\u0DCA\u200D\u0DBB\u0DD3 \u0DBD\u0D82\u0D9A\u0DCF",
                "\u0915\u094d\u200d\u0937",
                "\u0915\u094d\u200c\u0937",
                "\u09b0\u200d\u09cd\u09af\u09be\u09ae",
                "\u0647\u200d.\u0634",
                "\u845b\udb40\udd00\u57ce",
                "\u182d\u180b\u1820"
            })
    void nameOfAScriptThatNeedsJoinersOrVariantsIsKeptAsItIs(String name) {
        assertThat(TokenName.normalized(name)).isEqualTo(name);
        assertThat(TokenName.problem(name)).isNull();
    }

    /** A family, a rainbow flag, a technologist with a skin tone, a heart on fire, a keycap, Scotland, pirates. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\ud83c\udff3\ufe0f\u200d\ud83c\udf08",
                "\ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb",
                "\u2764\ufe0f\u200d\ud83d\udd25",
                "1\ufe0f\u20e3",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f team",
                "\ud83c\udff4\u200d\u2620\ufe0f"
            })
    void emojiSequenceIsKeptAsItIs(String name) {
        assertThat(TokenName.normalized(name)).isEqualTo(name);
        assertThat(TokenName.problem(name)).isNull();
    }

    /** Emoji of 2021, 2023 and 2024, a letter of 2024, and places where there is nothing yet. */
    @ParameterizedTest
    @ValueSource(ints = {0x1fae0, 0x1fae8, 0x1fae9, 0x10d50, 0x1fafd, 0x2fe0, 0x378, 0x3347a, 0xe1000})
    void whatIsNewerThanThisJavaPasses(int codePoint) {
        String name = "a" + Character.toString(codePoint);
        assertThat(TokenName.problem(TokenName.normalized(name))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 9, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x2028, 0x2029, 0x202e,
                0x2060, 0x2065, 0x2800, 0x3164, 0xe000, 0xfdd0, 0xfeff, 0xffa0, 0xfff0, 0xfffe, 0xffff, 0x1d173,
                0x2ffff, 0xe0001, 0xe0041, 0xe007f, 0xe0fff, 0xf0000, 0x10ffff
            })
    void whatIsDrawnAsNothingIsRefused(int codePoint) {
        for (String name : new String[] {"a%sb", "%sa", "a%s", "\ud83d\ude00%s", "\ud83c\udff4%sx"}) {
            String whole = TokenName.normalized(String.format(name, Character.toString(codePoint)));
            assertThat(TokenName.problem(whole))
                    .as("%x in %s", codePoint, name)
                    .startsWith("The name contains a control");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ab\u200dcd",
        "\u200dab",
        "ab\u200c",
        "\u4e00\u200d\u4e00",
        "\ud83d\ude00\u200dab",
        "ab\u200d\ud83d\ude00",
        "\ud83d\ude00\u200c\ud83d\ude00",
        "\u0647\u200d\u200d",
        "\ud83d\ude00\u200d\u200d\ud83d\ude00",
        "\ud83c\udff4\udb40\udc67\udb40\udc62",
        "\ud83d\ude00\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc7f"
    })
    void joinersAndTagsOutOfPlaceAreRefused(String name) {
        assertThat(TokenName.problem(TokenName.normalized(name))).startsWith("The name contains a control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CI\u00a0deploy",
                "CI\u2009deploy",
                "CI  deploy",
                "CI \u3000\u202fdeploy",
                "CI\u1680deploy",
                "CI\ufe00 deploy",
                "CI deploy\ufe0f",
                "\ufe0fCI deploy",
                "C\udb40\udd00I deploy",
                "CI\u180b deploy",
                "CI \ufe0fdeploy"
            })
    void whatLooksTheSameIsTheSame(String name) {
        assertThat(TokenName.normalized(name)).isEqualTo("CI deploy");
    }

    /** A joiner that joins nothing, a selector of what is so already, a mark behind what is dropped. */
    @ParameterizedTest
    @CsvSource({
        "\u0631\u200c\u0645, \u0631\u0645",
        "\u0645\u06cc\u200c, \u0645\u06cc",
        "\u0645\u200d\u0645, \u0645\u0645",
        "\u0645\u064e\u200d\u0645, \u0645\u064e\u0645",
        "\u0915\u200d\u0915, \u0915\u0915",
        "\ud83d\ude00\ufe0f, \ud83d\ude00",
        "\u2764\ufe0e, \u2764",
        "\u2764\ufe0f\ufe0f, \u2764\ufe0f",
        "1\ufe0f, 1",
        "e\ufe00\u0301, \u00e9",
        "\u0645\u200d\ufe00\u0645, \u0645\u0645"
    })
    void whatChangesNothingIsDropped(String name, String kept) {
        assertThat(TokenName.normalized(name)).isEqualTo(kept);
        assertThat(TokenName.problem(kept)).isNull();
    }

    @Test
    void heartIsNotTheSameAsARedHeart() {
        assertThat(TokenName.normalized("\u2764\ufe0f")).isNotEqualTo(TokenName.normalized("\u2764"));
    }

    @Test
    void normalizedNameIsTheSameAgain() {
        int[] parts = {
            'a', ' ', 0xa0, 0x301, 0x200c, 0x200d, 0xfe00, 0xfe0e, 0xfe0f, 0xe0100, 0x645, 0x631, 0x64a, 0x654, 0x64e,
            0x915, 0x94d, 0x93c, 0x9b0, 0x9cd, 0xdca, 0x1f600, 0x2764, 0x1f3fd, 0x1f3f4, 0xe0067, 0xe007f, '1', 0x20e3,
            0x4e00, 0xfa30, 0x1820, 0x180b, 0xd83d, 0xde00
        };
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                text.appendCodePoint(parts[random.nextInt(parts.length)]);
            }
            String name = TokenName.normalized(text.toString());
            if (TokenName.problem(name) == null) {
                assertThat(TokenName.normalized(name))
                        .as("seed %d: %s", SEED, escaped(text))
                        .isEqualTo(name);
            }
        }
    }

    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
