package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochSecondsTest {

    @Test
    void everySecondIsWrittenAsItselfWhateverWasAskedForBefore() {
        for (long from : new long[] {1_795_348_800L, 0, 1_795_348_800L + 4_096, Long.MAX_VALUE - 10_000, -5_000}) {
            for (long second = from; second < from + 10_000; second++) {
                assertThat(EpochSeconds.text(second)).isEqualTo(Long.toString(second));
                assertThat(EpochSeconds.text(second)).isEqualTo(Long.toString(second));
            }
        }
    }
}
