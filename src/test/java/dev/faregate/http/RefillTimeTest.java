package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.ratelimit.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefillTimeTest {

    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final long LONGEST_NANOS = (1L << 60) - 1;

    @Test
    void windowIsExactlyRoundedUpHoweverLargeTheNumbers() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long permits = upTo(random, 1L << 40);
            long period = upTo(random, 1L << 50);
            long longestBurst = LONGEST_NANOS / ((period + permits - 1) / permits);
            if (longestBurst < 1) {
                continue;
            }
            Limit limit = new Limit("some", permits, Duration.ofNanos(period), upTo(random, longestBurst));
            BigInteger nanosTimesPermits = BigInteger.valueOf(limit.burst()).multiply(BigInteger.valueOf(period));
            BigInteger unit = SECOND.multiply(BigInteger.valueOf(permits));
            BigInteger seconds =
                    nanosTimesPermits.add(unit).subtract(BigInteger.ONE).divide(unit);
            assertThat(RefillTime.windowSeconds(limit))
                    .as("%s, seed %s", limit, seed)
                    .isEqualTo(seconds.longValueExact());
        }
    }

    @Test
    void lessThanANanosecondAboveAWholeSecondCountsAsOneMore() {
        Limit limit = new Limit("seven a nanosecond", 7, Duration.ofNanos(1), 7_000_000_000L);
        assertThat(RefillTime.windowSeconds(limit)).isEqualTo(1);
        assertThat(RefillTime.windowSeconds(limit.withBurst(7_000_000_001L))).isEqualTo(2);
    }

    private static long upTo(Random random, long most) {
        int bits = 1 + random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(most));
        return Math.min(most, 1 + (random.nextLong() >>> (Long.SIZE - bits)));
    }
}
