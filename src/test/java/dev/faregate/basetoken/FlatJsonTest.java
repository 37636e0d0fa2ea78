package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {

    /** The members of an object; null if it is refused. */
    static @Nullable Map<String, Object> read(byte[] json) {
        Map<String, Object> members = new LinkedHashMap<>();
        boolean read = FlatJson.read(json, new FlatJson.Members() {
            @Override
            public boolean text(String name, String value) {
                return members.put(name, value) == null;
            }

            @Override
            public boolean integer(String name, long value) {
                return members.put(name, value) == null;
            }

            @Override
            public boolean flag(String name, boolean value) {
                return members.put(name, value) == null;
            }

            @Override
            public boolean texts(String name, List<String> values) {
                return members.put(name, values) == null;
            }
        });
        return read ? members : null;
    }

    private static @Nullable Map<String, Object> read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTextAndIntegers() {
        assertThat(read("{\"name\":\"Ada\",\"born\":1815}")).isEqualTo(Map.of("name", "Ada", "born", 1815L));
        assertThat(read("{}")).isEmpty();
        assertThat(read("{\"\":\"\",\"0\":0}")).isEqualTo(Map.of("", "", "0", 0L));
        assertThat(read("{\"most\":999999999999999999}")).containsEntry("most", 999_999_999_999_999_999L);
    }

    @Test
    void readsBooleansNegativeIntegersAndArraysOfTexts() {
        assertThat(read("{\"a\":true,\"b\":false,\"c\":-12,\"d\":[],\"e\":[\"x\"],\"f\":[\"\",\"]\",\"\\u0041\"]}"))
                .isEqualTo(Map.of(
                        "a",
                        true,
                        "b",
                        false,
                        "c",
                        -12L,
                        "d",
                        List.of(),
                        "e",
                        List.of("x"),
                        "f",
                        List.of("", "]", "A")));
    }

    @Test
    void arrayHasAsManyTextsAsAllowedAndNotOneMore() {
        assertThat(read(texts(256))).hasSize(1);
        assertThat(read(texts(257))).isNull();
    }

    private static String texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"x\"").collect(Collectors.joining(",", "{\"a\":[", "]}"));
    }

    @Test
    void knownNamesAndNamesThatAreNearlyThoseAreKeptApart() {
        assertThat(read("{\"scope\":1,\"scop\":2,\"scoped\":3,\"sc\":4,\"s\":5,\"scopE\":6,\"\\u0073cope\\\\\":7}"))
                .isEqualTo(
                        Map.of("scope", 1L, "scop", 2L, "scoped", 3L, "sc", 4L, "s", 5L, "scopE", 6L, "scope\\", 7L));
        assertThat(read("{\"scope\":1,\"\\u0073cope\":2}")).isNull();
        assertThat(read("{\"scope")).isNull();
        assertThat(read("{\"sc")).isNull();
        assertThat(read("{\"s")).isNull();
        assertThat(read("{\"scope\"")).isNull();
    }

    @Test
    void readsEveryEscapeAndEveryPlane() {
        assertThat(read("{\"e\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD83D\\uDE00\"}"))
                .containsEntry("e", "\"\\/\b\f\n\r\tA\u00e9\ud83d\ude00");
        assertThat(read("{\"Экспорт\":\"\u007f\u00e9\u2028\ud83d\ude00\"}"))
                .containsEntry("Экспорт", "\u007f\u00e9\u2028\ud83d\ude00");
        assertThat(read("{\"\\u0061\\n\":\"x\\u0000y\"}")).containsEntry("a\n", "x\0y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "null",
                "7",
                "\"a\"",
                "{}{}",
                "{} ",
                " {}",
                "{ }",
                "\ufeff{}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1 }",
                "{\"a\": 1}",
                "{\"a\" :1}",
                "{\"a\":1, \"b\":2}",
                "{\"a\":1\"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'b'}",
                "{1:1}",
                "{\"a\":1}x",
                "{\"a\":1",
                "{\"a\":\"b",
                "{\"a\":\"b\"",
                "{\"a",
                "{\"a\":"
            })
    void whatIsNoObjectOrHasSpaceInItIsRefused(String json) {
        assertThat(read(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "True",
                "tru",
                "truex",
                "trux",
                "falsy",
                "fals",
                "t",
                "[1]",
                "[",
                "]",
                "[,]",
                "[\"a\",]",
                "[\"a\"",
                "[\"a\" ]",
                "[ \"a\"]",
                "[\"a\"\"b\"]",
                "[\"a\",1]",
                "[[]]",
                "[true]",
                "[{}]",
                "{}",
                "{\"b\":1}",
                "-0",
                "-",
                "--1",
                "-01",
                "-1.5",
                "- 1",
                "+1",
                "01",
                "00",
                "1.0",
                "1e3",
                "1E3",
                ".5",
                "1.",
                "1e",
                "0x1",
                "NaN",
                "Infinity",
                "1000000000000000000",
                "9223372036854775808",
                "1_000",
                "١"
            })
    void valueOfNoOtherFormIsRefused(String value) {
        assertThat(read("{\"a\":" + value + "}")).isNull();
        assertThat(read("{\"a\":" + value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\0",
                "\u001f",
                "\t",
                "\\",
                "\\x",
                "\\u",
                "\\u00",
                "\\u004",
                "\\u004g",
                "\\U0041",
                "\\'",
                "\\u-041",
                "\\ud83d",
                "\\ude00",
                "\\ude00\\ud83d",
                "\\ud83dx",
                "\\u00e9\\ud83d",
                "a\\n\n"
            })
    void textThatIsIllFormedIsRefused(String text) {
        assertThat(read("{\"a\":\"" + text + "\"}")).isNull();
        assertThat(read("{\"" + text + "\":1}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c0af", "e28028", "eda0bd", "f4908080", "c3", "fe"})
    void bytesThatAreNoUtf8AreRefused(String hex) {
        byte[] around = "{\"a\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] wrong = HexFormat.of().parseHex(hex);
        byte[] json = new byte[around.length - 1 + wrong.length];
        System.arraycopy(around, 0, json, 0, 6);
        System.arraycopy(wrong, 0, json, 6, wrong.length);
        System.arraycopy(around, 7, json, 6 + wrong.length, 2);
        assertThat(read(json)).isNull();
    }

    @Test
    void memberThatItsReaderRefusesEndsTheReading() {
        assertThat(read("{\"a\":1,\"a\":2}")).isNull();
        assertThat(read("{\"a\":\"1\",\"\\u0061\":\"1\"}")).isNull();
    }

    @Test
    void asManyMembersAsAllowedAndNotOneMore() {
        assertThat(read(members(64))).hasSize(64);
        assertThat(read(members(65))).isNull();
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + i + "\":" + i).collect(Collectors.joining(",", "{", "}"));
    }
}
