package dev.faregate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifeTest {

    @Test
    void readsNumbersWithAUnitAndIso8601() {
        assertThat(TokenLife.parse("10h")).contains(Duration.ofHours(10));
        assertThat(TokenLife.parse("30m")).contains(Duration.ofMinutes(30));
        assertThat(TokenLife.parse("1s")).contains(Duration.ofSeconds(1));
        assertThat(TokenLife.parse("3d")).contains(Duration.ofDays(3));
        assertThat(TokenLife.parse("PT10H")).contains(Duration.ofHours(10));
        assertThat(TokenLife.parse("pt1h30m")).contains(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0s",
                "-1h",
                "h",
                "10",
                "10H",
                "1.5h",
                "10 h",
                "PT0S",
                "PT-1H",
                "9999999999d",
                "\u0661h",
                "P99999999999999999999D"
            })
    void anythingElseIsNoLife(String text) {
        assertThat(TokenLife.parse(text)).isEmpty();
    }

    @Test
    void longTextIsNotEvenLookedAt() {
        assertThat(TokenLife.parse("1".repeat(1_000_000) + "h")).isEmpty();
    }
}
