package dev.faregate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTextTest {

    @Test
    void limitIsReadAsItsNameIsWritten() {
        for (Limit limit : List.of(
                Limit.perSecond(5),
                Limit.perMinute(100),
                Limit.perHour(1),
                Limit.perDay(10_000),
                Limit.of(10, Duration.ofMinutes(15)),
                Limit.of(1, Duration.ofMillis(1_500)))) {
            assertThat(Limit.parse(limit.name())).isEqualTo(limit);
        }
    }

    @Test
    void burstFollowsTheRate() {
        assertThat(Limit.parse("5/s burst 10")).isEqualTo(Limit.perSecond(5).withBurst(10));
        assertThat(Limit.parse(" 60/h  burst 3 ")).isEqualTo(Limit.perHour(60).withBurst(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5/",
                "/s",
                "5/x",
                "5 / s",
                "-5/s",
                "+5/s",
                "5.0/s",
                "5/S",
                "5/week",
                "5/s burst",
                "5/s burst -1",
                "5/sburst 10",
                "5/s 10",
                "1000000000000000000000/s",
                "\u0665/s",
                "5/P",
                "5/PT",
                "5/P1Q"
            })
    void whatIsNoLimitIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Limit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "5/PT0S", "5/s burst 0", "1/d burst 1000000"})
    void partsKeepToTheRangesOfALimit(String text) {
        assertThatThrownBy(() -> Limit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: ");
    }
}
