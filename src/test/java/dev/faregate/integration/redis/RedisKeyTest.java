package dev.faregate.integration.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RedisKeyTest {

    private static final String[] PARTS = {
        "a",
        "b",
        "}",
        "{",
        "%",
        ":",
        "}:",
        "%007D",
        "\u00e4",
        "\ud83d",
        "\ude00",
        "\ud83d\ude00",
        "\ufffd",
        "?",
        "\u0000"
    };

    private static byte[] key(String caller, String endpoint) {
        return RedisKey.bucket("faregate", caller, RedisKey.escaped(endpoint));
    }

    @Test
    void keyIsReadable() {
        assertThat(new String(key("ada", "GET /rows/{id}"), StandardCharsets.UTF_8))
                .isEqualTo("{faregate:ada}:GET /rows/{id%007D");
    }

    @Test
    void differentBucketsNeverShareAKey() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> pairs = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String caller = text(random);
            String endpoint = text(random);
            boolean isNew = pairs.add(caller.length() + " " + caller + " " + endpoint);
            boolean hasNewKey = keys.add(new String(key(caller, endpoint), StandardCharsets.ISO_8859_1));
            assertThat(hasNewKey)
                    .as("seed %s: %s at %s", seed, caller, endpoint)
                    .isEqualTo(isNew);
        }
        assertThat(pairs).hasSizeGreaterThan(5_000);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(1, 5); length > 0; length--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    @Test
    void allBucketsOfACallerLieInOneSlotOfACluster() {
        for (String caller : new String[] {"ada", "}", "{", "{}", "a}b", "\ud83d"}) {
            assertThat(SlotHash.getSlot(key(caller, "GET /rows")))
                    .as(caller)
                    .isEqualTo(SlotHash.getSlot(key(caller, "POST /{base}/rows")));
        }
    }

    @Test
    void prefixThatCouldEndAPartIsNamed() {
        for (String bad : new String[] {"", "a:b", "{a}", "\u00e4", "a".repeat(65)}) {
            assertThatThrownBy(() -> RedisKey.checkedPrefix(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("prefix: \"" + bad + "\" (expected: 1 to 64 letters, digits, '.', '_' and '-')");
        }
    }
}
